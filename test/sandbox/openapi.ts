import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/** Where Sentry's document lies, beside the project; it may be absent. */
const file = new URL('../../../shared/reference/sentry-openapi.json', import.meta.url);

export const hasDocument = existsSync(file);

type Schema = Record<string, unknown>;

/**
 * Where the document is stricter than Sentry: keys that collapse, expand or a direct hit decide on, and types that
 * differ in practice. `optional` keys are not required at any depth of that path's schema; `nullable` may be null;
 * `any` is not looked into.
 */
// What a snoozed issue does not wait for is null.
const snooze = ['ignoreCount', 'ignoreUntil', 'ignoreUserCount', 'ignoreUserWindow', 'ignoreWindow'];

export const relaxations: Record<string, { optional?: string[]; nullable?: string[]; any?: string[] }> = {
  '/organizations/{org}/issues/': {
    optional: [
      'derivedData',
      'filtered',
      'inbox',
      'integrationIssues',
      'latestEventHasAttachments',
      'lifetime',
      'matchingEventEnvironment',
      'matchingEventId',
      'owners',
      'sentryAppIssues',
      'sessionCount',
      'stats',
      'count',
      'userCount',
      'firstSeen',
      'lastSeen',
      'isUnhandled',
    ],
    nullable: ['inbox', 'owners', ...snooze],
    // `owners` is a list in practice, `inCommit` a commit object, `actor` a reduced user; new substatuses come.
    any: ['owners', 'inCommit', 'actor', 'substatus'],
  },
  '/organizations/{org}/issues/{issue}/': {
    optional: ['derivedData'],
    nullable: snooze,
    any: ['inCommit', 'actor', 'substatus'],
  },
  '/organizations/{org}/shortids/{issue}/': {
    optional: ['derivedData'],
    nullable: snooze,
    any: ['inCommit', 'actor', 'substatus'],
  },
  '/projects/{org}/{project}/issues/': {
    // `annotations` are objects, more statuses occur, metadata varies by type; `stats` vanishes when not wanted.
    optional: ['stats', 'culprit'],
    nullable: ['culprit'],
    any: ['annotations', 'status', 'metadata', 'stats'],
  },
  // What is taken away is null; `inCommit` is a commit object, as in reads.
  'put /organizations/{org}/issues/': {
    nullable: ['assignedTo', 'inbox', 'shareId', ...snooze],
    any: ['inCommit', 'actor'],
  },
  'put /organizations/{org}/issues/{issue}/': {
    optional: ['derivedData'],
    nullable: snooze,
    any: ['inCommit', 'actor', 'substatus'],
  },
  'post /organizations/{org}/releases/': { nullable: ['name'] },
  'put /organizations/{org}/releases/{version}/': { nullable: ['name'] },
  '/projects/{org}/{project}/': { nullable: ['team'] },
  '/teams/{org}/{team}/members/': { nullable: ['user'] },
  // Deploys without a name have none in the release either.
  '/organizations/{org}/releases/': { nullable: ['name'] },
  '/organizations/{org}/releases/{version}/': { nullable: ['name'] },
};

const names = new Map([
  ['organization_id_or_slug', 'org'],
  ['project_id_or_slug', 'project'],
  ['team_id_or_slug', 'team'],
  ['issue_id', 'issue'],
  ['event_id', 'event'],
  ['member_id', 'member'],
]);

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** OpenAPI 3.0 to JSON Schema: `nullable`, without formats and examples; with what is relaxed. */
function translate(value: unknown, relaxed: { optional?: string[]; nullable?: string[]; any?: string[] }): unknown {
  if (Array.isArray(value)) return value.map((each) => translate(each, relaxed));
  if (!isSchema(value)) return value;
  const schema: Schema = {};
  for (const [key, each] of Object.entries(value)) {
    if (['format', 'example', 'examples', 'discriminator', 'nullable', 'readOnly', 'xml'].includes(key)) continue;
    if (key === 'properties' && isSchema(each)) {
      schema.properties = Object.fromEntries(
        Object.entries(each).map(([name, property]) => {
          const translated = relaxed.any?.includes(name) === true ? {} : translate(property, relaxed);
          return [
            name,
            relaxed.nullable?.includes(name) === true ? { anyOf: [translated, { type: 'null' }] } : translated,
          ];
        }),
      );
    } else if (key === 'required' && Array.isArray(each)) {
      schema.required = each.filter((name) => relaxed.optional?.includes(name) !== true);
    } else {
      schema[key] = key === 'enum' ? each : translate(each, relaxed);
    }
  }
  return value.nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** Says what is wrong with an answer, or null. */
export type Validate = (body: unknown) => string | null;

/** A validator of an answer, by its path's short template; throws where the document has none. */
export function validators(): (template: string, method?: string, status?: number) => Validate {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const paths = new Map(
    Object.entries(object(object(document).paths)).map(([path, item]) => [
      path.replace('/api/0', '').replaceAll(/\{(\w+)\}/g, (_, name: string) => `{${names.get(name) ?? name}}`),
      item,
    ]),
  );
  const ajv = new Ajv({ strict: false, allErrors: true });
  return (template, method = 'get', status = 200) => {
    const ok = object(object(object(object(paths.get(template))[method]).responses)[String(status)]);
    const { schema } = object(object(ok.content)['application/json']);
    const validate = ajv.compile(
      object(translate(schema, relaxations[method === 'get' ? template : `${method} ${template}`] ?? {})),
    );
    return (body) => (validate(body) ? null : ajv.errorsText(validate.errors, { separator: '\n' }));
  };
}

function object(value: unknown): Schema {
  if (!isSchema(value)) throw new Error(`No such part of the document: ${JSON.stringify(value)?.slice(0, 80)}`);
  return value;
}
