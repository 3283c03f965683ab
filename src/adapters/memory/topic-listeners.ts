/** Who listens to which topic in this process. */
export interface TopicListeners {
  /** Returns how to stop. */
  add(topic: string, listener: () => void): () => void;
  notify(topic: string): void;
  /** After signals may have been missed: every listener of every topic looks again. */
  notifyAll(): void;
}

export function topicListeners(): TopicListeners {
  const byTopic = new Map<string, Set<() => void>>();
  /** Takes a copy: a listener may stop itself or others. */
  const call = (listeners: readonly (() => void)[]): void => {
    for (const listener of listeners) listener();
  };
  return {
    add(topic, listener) {
      // A function of its own, so that the same listener given twice is heard twice and stopped once.
      const heard = (): void => listener();
      const listeners = byTopic.get(topic) ?? new Set();
      byTopic.set(topic, listeners.add(heard));
      return () => {
        listeners.delete(heard);
        if (listeners.size === 0 && byTopic.get(topic) === listeners) byTopic.delete(topic);
      };
    },
    notify: (topic) => call([...(byTopic.get(topic) ?? [])]),
    notifyAll: () => call([...byTopic.values()].flatMap((listeners) => [...listeners])),
  };
}
