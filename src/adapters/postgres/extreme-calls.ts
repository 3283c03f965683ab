/**
 * Calls that are worth an index of their own because people look for them and they are few: those that took ten seconds
 * or longer, and those that cost a US cent or more (US dollars × 10⁹). A list of calls above a lower bound finds enough
 * of them by reading backwards in time. The migration holds the same numbers.
 */
export const slowCallMs = 10_000;
export const dearCallNanodollars = 10_000_000;
