import { operationOver } from '../operation.ts';
import { Sharing } from '../sharing.ts';
import { type Call, callerText, type Layer, type Reply } from './call.ts';
import type { Generations } from './generations.ts';
import { requestTarget } from './transport.ts';

/** Emptied when it has landed: what a map once held is kept by its old tables until the next full collection. */
type Flight = { under: { readonly sharing: Sharing; readonly reply: Promise<Reply> } | null };

/** What makes two reads equal: the caller, the generation of its writes, and what is asked. */
const flightText = (call: Call, generations: Generations): string =>
  [callerText(call.caller), generations.of(call.caller), call.plane, requestTarget(call)].join(' ');

/** Makes one call of equal reads of one caller that are under way at the same time. */
export const flight =
  (generations: Generations): Layer =>
  (next) => {
    const flights = new Map<string, Flight>();
    return (call) => {
      if (call.method !== 'GET') return next(call);
      const { operation } = call;
      // What is shared lasts by a signal of its own, and would go out.
      if (operation.signal.aborted) return Promise.reject(operationOver(operation));
      const text = flightText(call, generations);
      const running = flights.get(text)?.under;
      if (running && !running.sharing.abandoned) {
        operation.cost.saved('flight');
        return running.sharing.wait(operation, running.reply);
      }
      const sharing = new Sharing(operation);
      const own: Flight = { under: null };
      const reply = next({ ...call, operation: sharing.operation }).finally(() => {
        own.under = null;
        if (flights.get(text) === own) flights.delete(text);
      });
      own.under = { sharing, reply };
      flights.set(text, own);
      return sharing.wait(operation, reply);
    };
  };
