/** Values for the `{placeholders}` of a row's texts. Never a secret. What kind each is, and how it reads, is in `words/facts.ts`. */
export type Facts = Readonly<Record<string, string>>;
