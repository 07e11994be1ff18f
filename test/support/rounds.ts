import { startGraph } from './graph.ts';

/** Before every answer, in milliseconds: far longer than a document takes to send the calls of a round. */
const latency = 200;

/**
 * The calls of a document by rounds, each sorted: those of a round came before the first of them can have been answered, so that
 * none of them needed another's answer.
 */
export const roundsOf = async (document: string, variables: Record<string, unknown>): Promise<string[][]> => {
  // A gateway of its own: what others have used of Sentry's limits a second must not look like a round.
  const graph = await startGraph({ switches: { latencyMs: latency } });
  try {
    const { calls, arrivals } = await graph.ask(document, variables);
    const rounds: string[][] = [];
    let answered = Number.NEGATIVE_INFINITY;
    for (const [index, call] of calls.entries()) {
      const at = arrivals[index] ?? 0;
      if (at >= answered) {
        rounds.push([]);
        answered = at + latency;
      }
      rounds.at(-1)?.push(call);
    }
    return rounds.map((round) => round.sort());
  } finally {
    await graph.close();
  }
};
