import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 clear its old generation once it has grown to a little over twice of what lived in it. Left alone it waits for up to four
 * times where the machine has much memory: with 50 clients at once 240 MB instead of 165, for a fifth less CPU.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--heap-growing-percent=120');
