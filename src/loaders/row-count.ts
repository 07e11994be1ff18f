import { CodedError } from '../gateway/http/coded-error.ts';
import { limits } from '../gateway/limits.ts';

/** Counts the rows of lists that one operation is given, as they come. */
export class RowCount {
  #rows = 0;

  /** Asked before a list is read. @throws CodedError `QUERY_TOO_COMPLEX` where the operation has had its share. */
  admit(): void {
    if (this.#rows >= limits.operationRows) throw this.#refusal();
  }

  /** Told of the rows a list brought. @throws CodedError `QUERY_TOO_COMPLEX` where they are more than the operation may have. */
  add(rows: number): void {
    this.#rows += rows;
    if (this.#rows > limits.operationRows) throw this.#refusal();
  }

  #refusal(): CodedError {
    return new CodedError(
      'QUERY_TOO_COMPLEX',
      `The answer holds ${limits.operationRows} rows of lists already, the most there may be: ask for fewer by "first", or in several requests.`,
    );
  }
}
