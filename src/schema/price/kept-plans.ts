import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { limits } from '../../gateway/limits.ts';
import type { Plan } from '../../gateway/plan.ts';
import { planOf, type Request } from './index.ts';

const kept = new LRUCache<string, { readonly plan: Plan | null }>({
  max: limits.plans,
  maxSize: limits.plannedFields,
  sizeCalculation: ({ plan }) => 1 + (plan?.fields.length ?? 0),
});

const names = new WeakMap<DocumentNode, number>();
let documents = 0;

const nameOf = (document: DocumentNode): number => {
  const known = names.get(document);
  if (known !== undefined) return known;
  documents += 1;
  names.set(document, documents);
  return documents;
};

/** As `planOf`, which is remembered by document and the values of its variables, where these are short. */
export const keptPlanOf = (schema: GraphQLSchema, request: Request): Plan | null => {
  const { document, operationName, variables, account } = request;
  const text = JSON.stringify([operationName, variables, account]);
  if (text.length > limits.planVariables) return planOf(schema, request);
  const key = `${nameOf(document)} ${text}`;
  const found = kept.get(key);
  if (found) return found.plan;
  const plan = planOf(schema, request);
  kept.set(key, { plan });
  return plan;
};
