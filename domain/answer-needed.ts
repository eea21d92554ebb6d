/** Thrown when a rule needs an answer that the directory at hand does not hold; the shell looks it up and asks the rule again. */
export class AnswerNeeded<Query extends { readonly find: string }> extends Error {
  readonly query: Query;
  constructor(query: Query, key: string) {
    super(`The directory holds no answer to ${key}`);
    this.name = 'AnswerNeeded';
    this.query = query;
  }
}
