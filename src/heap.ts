import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 keep the heap as a server needs it that forgets all of a request once it is answered.
 *
 * - Its old generation is cleared once it has grown to a little over twice of what lived in it. Left alone V8 waits for up to four
 *   times where the machine has much memory: with 50 clients at once 240 MB instead of 165, for a fifth less CPU.
 * - Nothing is allocated in it from the start. V8 guesses from a few early collections what will live long, and a wrong guess
 *   lasts: a dead object there keeps the answer it points at. Seen with six clients at once: up to a quarter more CPU a request.
 */
export const setUpHeap = (): void => {
  setFlagsFromString('--heap-growing-percent=120');
  setFlagsFromString('--no-allocation-site-pretenuring');
};
