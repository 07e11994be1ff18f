import type { ExecutionResult, FieldNode, GraphQLError } from 'graphql';
import type { GraphContext } from '../context.ts';
import type { CostReport } from '../gateway/cost.ts';
import type { CodedError } from '../gateway/http/coded-error.ts';
import type { TraceLine } from '../gateway/http/trace.ts';
import type { Warning } from '../gateway/operation.ts';
import { pathKeys } from '../loaders/resource.ts';

type Path = readonly (string | number)[];

const isBeneath = (path: Path | undefined, ancestor: Path): boolean =>
  path !== undefined && ancestor.every((key, index) => path[index] === key);

/** Sets the place of a path to null; false where it is not there, or something above it is null already. */
const setNull = (data: unknown, path: Path): boolean => {
  let at: unknown = data;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false;
    at = Reflect.get(at, key);
  }
  const last = path.at(-1);
  if (last === undefined || typeof at !== 'object' || at === null || !Object.hasOwn(at, last)) return false;
  return Reflect.set(at, last, null);
};

/** An answer before and after the last step. */
export type Finished = ExecutionResult<
  Record<string, unknown>,
  { cost: CostReport; trace?: readonly TraceLine[]; warnings?: readonly Warning[] }
>;

/**
 * The last step of every operation: lookups that proved missing become null with one error each instead of those beneath
 * them, outermost first; faults of lists join the errors; warnings, cost and, where asked for, the calls are told. Data is
 * changed in place.
 */
export const finish = (
  result: ExecutionResult,
  { lookups, faults, operation }: GraphContext,
  warnings: readonly Warning[],
  toError: (error: CodedError, path: Path, nodes: readonly FieldNode[]) => GraphQLError,
): Finished => {
  let errors = [...(result.errors ?? [])];
  const missing = lookups
    .filter(({ resource }) => resource.disproved)
    .map(({ path, nodes, resource }) => ({ path: pathKeys(path), nodes, resource }))
    .sort((a, b) => a.path.length - b.path.length);
  for (const { path, nodes, resource } of missing) {
    if (!setNull(result.data, path)) continue;
    errors = [...errors.filter((error) => !isBeneath(error.path, path)), toError(resource.notFound(), path, nodes)];
  }
  errors.push(...faults.map(({ path, nodes, error }) => toError(error, pathKeys(path), nodes)));
  return {
    ...(result.data !== undefined && { data: result.data }),
    ...(errors.length > 0 && { errors }),
    extensions: {
      cost: operation.cost.report(),
      // A call that nobody waits for any more may end later: the list is the one of now.
      ...(operation.trace && { trace: operation.trace.map((line) => ({ ...line })) }),
      ...(warnings.length > 0 && { warnings }),
    },
  };
};
