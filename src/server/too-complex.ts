import { GraphQLError } from 'graphql';
import { limits } from '../gateway/limits.ts';

/** Refuses a request that is over a static limit. */
export const tooComplex = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });

/** A sentence that may quote what a client sent, however long that was. What is wrong with it stands at its end. */
export const clipped = (message: string): string => {
  const half = limits.errorText / 2;
  return message.length > limits.errorText ? `${message.slice(0, half)}...${message.slice(-half)}` : message;
};
