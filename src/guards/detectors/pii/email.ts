import type { PersonalData } from "./personal-data.ts";

/** E-mail addresses as people write them: RFC 5321's lengths, without its quoted and bracketed forms. */
export const email: PersonalData = {
  name: "email",
  expression:
    /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])/gu,
  accepts: (written) => !written.includes("..") && !written.startsWith("."),
};
