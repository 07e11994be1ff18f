import type { BudgetState } from '../gateway/http/budget.ts';
import { builder } from './builder.ts';
import { Viewer } from './viewer.ts';

type Endpoint = BudgetState['endpoints'][number];

const moment = (time: number): string => new Date(time).toISOString();

const EndpointRateLimit = builder.objectRef<Endpoint>('EndpointRateLimit').implement({
  description: "Sentry's limit on one endpoint family, for one linked account.",
  fields: (t) => ({
    family: t.string({
      nullable: false,
      description:
        'Endpoint family, as named in `extensions.cost`; `default` for all those that share one limit of Sentry.',
      resolve: ({ family }) => family,
    }),
    limit: t.int({ description: 'Calls allowed in a window.', resolve: ({ headers }) => headers.limit }),
    remaining: t.int({
      description: 'Calls that were left in the window.',
      resolve: ({ headers }) => headers.remaining,
    }),
    resetAt: t.field({
      type: 'DateTime',
      description: "End of the window, by this service's clock.",
      resolve: ({ headers: { resetsIn }, at }) => (resetsIn === null ? null : moment(at + resetsIn)),
    }),
    concurrentLimit: t.int({
      description: 'Calls allowed in flight.',
      resolve: ({ headers }) => headers.concurrentLimit,
    }),
    concurrentRemaining: t.int({
      description: 'Places in flight that were left.',
      resolve: ({ headers }) => headers.concurrentRemaining,
    }),
    observedAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When an answer told these figures.',
      resolve: ({ at }) => moment(at),
    }),
  }),
});

const RateLimit = builder.objectRef<BudgetState>('RateLimit').implement({
  description: "The call budget: the Maton account's, as this process spends it, and Sentry's own limits as last seen.",
  fields: (t) => ({
    limit: t.int({
      nullable: false,
      description: 'Calls a second that this process may make.',
      resolve: ({ limit }) => limit,
    }),
    remaining: t.int({
      nullable: false,
      description: 'Calls that could start now.',
      resolve: ({ remaining }) => remaining,
    }),
    resetAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When the budget is full again if nothing more is asked.',
      resolve: ({ resetsIn }) => moment(Date.now() + resetsIn),
    }),
    waiting: t.int({
      nullable: false,
      description: 'Calls waiting for their turn, of all clients that share the budget.',
      resolve: ({ waiting }) => waiting,
    }),
    endpoints: t.field({
      type: [EndpointRateLimit],
      nullable: false,
      description:
        "Sentry's limits by endpoint family for the linked account in use, from the headers of the latest answers.",
      resolve: ({ endpoints }) => [...endpoints],
    }),
  }),
});

builder.objectField(Viewer, 'rateLimit', (t) =>
  t.field({
    type: RateLimit,
    nullable: false,
    description: "What is left of the account's call budget, as known here. No call.",
    resolve: (_viewer, _args, { caller, loadersFor }) => loadersFor(null).api.gateway.budgetOf(caller),
  }),
);
