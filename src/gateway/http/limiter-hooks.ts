import type { Hooks } from '../hooks.ts';
import type { Layer } from './call.ts';
import { CodedError } from './coded-error.ts';

/** Tells how long a limiter makes attempts wait, and which it refuses. */
export const tellingOf =
  (limiter: Layer, { onWait, onTurnedAway }: Hooks): Layer =>
  (next) => {
    const limited = limiter((call) => {
      onWait?.(call, call.waited ?? 0);
      return next(call);
    });
    return async (call) => {
      try {
        return await limited(call);
      } catch (error) {
        if (error instanceof CodedError && error.code === 'RATE_LIMITED') onTurnedAway?.(call, error);
        throw error;
      }
    };
  };
