/** Short messages to every replica: "keys changed". Losing one is allowed; whoever listens also polls. */
export interface Signals {
  publish(topic: string): Promise<void>;
  /** Calls `listener` for every publish on `topic`, this process's own included. Returns how to stop. */
  subscribe(topic: string, listener: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
