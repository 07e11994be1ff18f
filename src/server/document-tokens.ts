import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** How many tokens a text has, and how many brackets are open at once. */
export type TokenFigures = { readonly documentTokens: number; readonly documentNesting: number };

/**
 * Counts tokens up to one more than `most` says. Asked before a text is parsed, because graphql-js parses by recursion: 10 KiB of
 * nothing but braces take its whole stack.
 */
export const countTokens = (text: string, most: TokenFigures): TokenFigures => {
  const lexer = new Lexer(new Source(text));
  let [tokens, open, nesting] = [0, 0, 0];
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      tokens += 1;
      if (opening.has(kind)) open += 1;
      else if (closing.has(kind)) open -= 1;
      nesting = Math.max(nesting, open);
      if (tokens > most.documentTokens || nesting > most.documentNesting) break;
    }
  } catch (error) {
    // A text that is no GraphQL: the parser finds the same place, and says so.
    if (!(error instanceof GraphQLError)) throw error;
  }
  return { documentTokens: tokens, documentNesting: nesting };
};
