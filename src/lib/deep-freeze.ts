/** Freezes a tree of plain objects and arrays in place and returns it. The tree must not hold itself. */
export function deepFreeze<T>(tree: T): T {
  if (typeof tree === "object" && tree !== null && !Object.isFrozen(tree)) {
    Object.freeze(tree);
    for (const member of Object.values(tree)) deepFreeze(member);
  }
  return tree;
}
