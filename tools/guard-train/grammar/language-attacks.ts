/** What an attack says in one language: openings, orders, and roles. */
export interface LanguageAttacks {
  readonly language: string;
  readonly ignore: readonly string[];
  readonly orders: readonly string[];
  readonly roles: readonly string[];
}
