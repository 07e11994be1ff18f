import { getNamedType, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { planOf } from '../../src/schema/price/index.ts';
import { costOf } from '../../src/schema/selected.ts';

const idOf = (code: string, ...parts: string[]) => encodeNodeId({ code, account: null, parts });
const issueIds = ['1', '2', '3'].map((number) => idOf('i', 'acme', number));
const [teamId, projectId] = [idOf('t', 'acme', '1'), idOf('p', 'acme', 'web')];
const eventIds = ['a', 'b'].map((digit) => idOf('e', 'acme', digit.repeat(32)));
const nodes = (ids: readonly string[], selection: string) => `{ nodes(ids: ${JSON.stringify(ids)}) { ${selection} } }`;

const priceOf = (text: string, variables: Record<string, unknown> = {}, operationName?: string) => {
  const plan = planOf(schema, { document: parse(text), operationName, variables, account: null });
  return plan && [plan.least, plan.most];
};

const inAcme = (selection: string) => `{ organization(slug: "acme") { ${selection} } }`;
const issues = (selection: string, first = 10) => inAcme(`issues(first: ${first}) { nodes { ${selection} } }`);

describe('the price', () => {
  it.each([
    ['of key fields is the check that they are there', inAcme('slug'), [1, 1]],
    ['of a team by its slug alone', inAcme('team(slug: "a") { slug }'), [1, 1]],
    ['of an address made of a slug', '{ team(organization: "acme", slug: "a") { url } }', [1, 1]],
    ['of a team by its number alone', inAcme('team(slug: "1") { databaseId }'), [1, 1]],
    ['of an issue by its number alone', '{ issue(organization: "acme", id: "1") { databaseId } }', [1, 1]],
    ['of an issue by its short id alone', inAcme('issue(id: "STOREFRONT-3") { shortId }'), [1, 1]],
    ['of the number of an issue that an event names', inAcme('event(id: "a") { issue { databaseId } }'), [1, 2]],
    ['of a project by its slug alone', inAcme('project(slug: "a") { slug url }'), [1, 1]],
    [
      'of many teams by their slugs',
      inAcme(Array.from({ length: 20 }, (_, index) => `t${index}: team(slug: "t${index}") { slug }`).join(' ')),
      [1, 20],
    ],
    ['of a list is one call, rows included', issues('title assignee { name } project { slug }'), [1, 1]],
    [
      'counts a page once, not its rows and its edges',
      inAcme('issues(first: 10) { nodes { id } edges { node { id } } }'),
      [1, 1],
    ],
    ['of a call for each row', issues('latestEvent { title }'), [1, 11]],
    ['of several calls for each row', issues('latestEvent { title } oldestEvent { title }'), [1, 21]],
    [
      'of parts of detail is one call for each row',
      issues('userReportCount firstRelease { version } seenBy { id }'),
      [1, 11],
    ],
    ['of fields that no row brings', issues('project { dateCreated }'), [1, 11]],
    [
      'of lists in lists',
      inAcme('projects(first: 3) { nodes { issues(first: 2) { nodes { latestEvent { id } } } } }'),
      [1, 10],
    ],
    ['of whole events, ten a page', issues('events(first: 25) { nodes { dateReceived } }', 2), [1, 7]],
    ['of event rows, a hundred a page', issues('events(first: 25) { nodes { title } }', 2), [1, 3]],
    ['of a default page', inAcme('projects { nodes { issues { nodes { title } } } }'), [1, 26]],
    [
      'of tags, which share a call',
      issues('a: tag(key: "a") { name } b: tag(key: "b") { name } tags { key }', 2),
      [1, 3],
    ],
    [
      'of tags beyond what an answer holds',
      '{ issue(organization: "acme", id: "1") { tags(valueLimit: 100, keys: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"]) { key } } }',
      [1, 2],
    ],
    [
      'of tags counted in several ways, each of which is a call',
      issues(
        `a: tag(key: "a") { name } b: tag(key: "b", valueLimit: 2) { name } c: tag(key: "c", environment: "e") { name }
         tags { key } d: tags(valueLimit: 2, keys: ["a", "b"]) { key }`,
        2,
      ),
      [1, 7],
    ],
    [
      'of tags of one issue, each counted in its own way',
      `{ issue(organization: "acme", id: "1") { ${Array.from({ length: 12 }, (_, index) => `t${index}: tag(key: "a", valueLimit: ${index + 1}) { key }`).join(' ')} } }`,
      [12, 12],
    ],
    [
      'of single tags beyond what an answer holds',
      `{ issue(organization: "acme", id: "1") { ${Array.from({ length: 20 }, (_, index) => `t${index}: tag(key: "k${index}", valueLimit: 100) { key }`).join(' ')} } }`,
      [1, 2],
    ],
    [
      'of tags that a client without scope for persons may not see',
      '{ issue(organization: "acme", id: "1") { tag(key: "user") { key } tags(valueLimit: 1, keys: ["ip"]) { key } } }',
      [0, 2],
    ],
    [
      'of one thing asked twice',
      `{ a: organization(slug: "acme") { name } b: organization(slug: "acme") { name } }`,
      [1, 2],
    ],
    [
      'of equal lists, which are one call under way',
      `{ a: organization(slug: "acme") { issues { nodes { id } } } b: organization(slug: "acme") { issues { nodes { id } } } }`,
      [1, 2],
    ],
    [
      'of different lists',
      `{ a: organization(slug: "acme") { issues { nodes { id } } } b: organization(slug: "globex") { issues { nodes { id } } } }`,
      [2, 2],
    ],
    ['of an issue whose organization is not named', '{ issue(id: "1") { title } }', [1, 1]],
    [
      'of what commits tell of their releases',
      inAcme(
        'release(version: "1") { commits(first: 100) { nodes { releases { version shortVersion ref externalUrl dateReleased dateCreated } } } }',
      ),
      [1, 1],
    ],
    ['of node ids', nodes(issueIds, '... on Issue { title }'), [1, 3]],
    ['of detail of node ids', nodes(issueIds.slice(1), '... on Issue { userReportCount latestEvent { id } }'), [2, 4]],
    [
      'of node ids of several types, each by what is asked of it',
      nodes([...issueIds, projectId, ...eventIds], '... on Issue { title } ... on Project { slug teams { id } }'),
      [3, 6],
    ],
    [
      'of node ids of linked accounts, a call each',
      nodes([idOf('a', 'x'), idOf('a', 'y'), idOf('a', 'z')], 'id ... on LinkedAccount { status }'),
      [1, 3],
    ],
    ['of node ids that may prove needless', nodes([teamId, projectId], 'id ... on Project { url }'), [1, 2]],
    ['of malformed node ids', nodes(['a', 'b'], '... on Issue { title }'), [0, 0]],
    ['of a malformed node id', '{ node(id: "a") { id } }', [0, 0]],
    [
      'of an address, whose object may be asked for elsewhere',
      `{ resource(url: "https://acme.sentry.io/issues/1/") { __typename } ${inAcme('issue(id: "1") { title }').slice(1)}`,
      [1, 2],
    ],
    [
      'of an address, whose object is asked for in its own way',
      `{ resource(url: "https://acme.sentry.io/releases/1/") { __typename } ${inAcme('issue(id: "1") { title }').slice(1)}`,
      [2, 2],
    ],
    [
      'of what an address names by its own fields alone',
      '{ resource(url: "https://acme.sentry.io/issues/1/") { ... on Issue { title } ... on Team { members { nodes { id } } } } }',
      [1, 1],
    ],
    ['of an address of something else', '{ resource(url: "https://example.com/") { id } }', [0, 0]],
    ['of no node ids', '{ nodes(ids: []) { id } }', [0, 0]],
    ['of introspection', '{ __schema { types { name fields { name } } } __typename }', [0, 0]],
    ['of who asks', '{ viewer { name mode } }', [0, 0]],
    [
      'of the columns of events',
      inAcme('events(first: 10) { nodes { title user { email } project { slug } } }'),
      [1, 1],
    ],
    [
      'of a second window of health',
      inAcme(
        'releases(first: 4) { nodes { projects { a: health { adoption } b: health(period: LAST_7_DAYS) { adoption } } } }',
      ),
      [1, 5],
    ],
    [
      'of two linked accounts',
      '{ a: linkedAccount(id: "a") { organizations { nodes { slug } } } b: linkedAccount(id: "b") { organizations { nodes { slug } } } }',
      [2, 2],
    ],
  ])('%s', (_name, document, price) => {
    expect(priceOf(document)).toEqual(price);
  });

  const document = `query One($first: Int = 5, $deep: Boolean = false) {
    organization(slug: "acme") { issues(first: $first) { ...Rows } }
  }
  query Other { organization(slug: "acme") { issues { ...Rows nodes { activity { type } } } } }
  fragment Rows on IssueConnection { nodes { ...Row ... on Issue @include(if: true) { id } } }
  fragment Row on Node { ... on Issue { latestEvent @include(if: $deep) { id } hashes @skip(if: true) { nodes { hash } } } }`;
  const single = document.replace(/query Other.*\n/, '');

  it('is that of the operation that runs, under its variables', () => {
    expect(priceOf(single)).toEqual([1, 1]);
    expect(priceOf(single, { deep: true })).toEqual([1, 6]);
    expect(priceOf(single, { deep: true, first: 100 })).toEqual([1, 101]);
    expect(priceOf(single, { deep: 'no boolean' })).toBeNull();
    expect(priceOf(document.replace('@include(if: $deep)', ''), {}, 'One')).toEqual([1, 6]);
    expect(priceOf(document.replace('@include(if: $deep)', ''), {}, 'Other')).toEqual([1, 51]);
    expect(priceOf(document.replace('@include(if: $deep)', ''))).toBeNull();
  });

  it('leaves out a field whose argument is refused, and nothing beside it', () => {
    const text = `query ($id: ID = "1") { a: linkedAccount(id: "no id") { status }
      b: issue(organization: "acme", id: $id) { title } organization(slug: "acme") { name } }`;
    expect(priceOf(text, { id: null })).toEqual([1, 1]);
  });

  it.each([
    ['updateIssue(input: { id: "a", hasSeen: true }) { issue { title count } }', [1, 1]],
    ['updateIssue(input: { id: "a", hasSeen: true }) { issue { title latestEvent { id } } }', [1, 2]],
    ['deleteTeam(input: { id: "a" }) { deletedId }', [1, 2]],
    ['deleteTeam(input: { id: "a" }) { userErrors { code } }', [1, 1]],
    ['deleteLinkedAccount(input: { id: "a" }) { deletedId }', [1, 2]],
    ['updateOrganization(input: { id: "a", name: "b" }) { organization { name settings { dataScrubber } } }', [1, 1]],
  ])('of %s', (field, price) => {
    expect(priceOf(`mutation { ${field} }`)).toEqual(price);
  });

  it('of bulk changes counts their calls and the reads', () => {
    const ids = Array.from({ length: 600 }, (_, index) => String(1_000 + index));
    const text = (selection: string) =>
      `mutation ($ids: [ID!]!) { updateIssues(input: { organization: "acme", ids: $ids, hasSeen: true }) { ${selection} } }`;
    const [least, most] = priceOf(text('userErrors { code }'), { ids }) ?? [];
    expect(least).toBe(3);
    expect(most).toBeLessThanOrEqual(4);
    const [, withReads] = priceOf(text('updatedIds issues { title }'), { ids }) ?? [];
    expect(withReads).toBeLessThanOrEqual((most ?? 0) + 6);
    expect(withReads).toBeGreaterThan(most ?? 0);
  });
});

const types = Object.values(schema.getTypeMap()).filter(isObjectType);
const isNode = (name: string) =>
  schema.getPossibleTypes(schema.getType('Node') as never).some((type: { name: string }) => type.name === name);

describe('every field that can make a call', () => {
  it('has a price: on types that can be loaded, and at the roots', () => {
    const priced = types.filter(({ name }) => isNode(name) || ['Query', 'Mutation', 'Viewer'].includes(name));
    const untold = priced.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => {
          const { free, part, calls, lookup } = costOf({ field, nodes: [] });
          const isConnection = getNamedType(field.type).name.endsWith('Connection');
          return !(free ?? part ?? calls ?? lookup ?? (isConnection || undefined));
        })
        .map((field) => `${type.name}.${field.name}`),
    );
    // What the request itself tells.
    const known = ['Viewer.linkedAccount', 'Viewer.mode', 'Viewer.name', 'Viewer.rateLimit', 'Viewer.scopes'];
    expect(untold.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('has a price wherever its description speaks of a call', () => {
    const free = /free|no call|No call|shared? .*read/i;
    const untold = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ description }) => /\bcalls?\b/i.test(description ?? '') && !free.test(description ?? ''))
        .filter((field) => Object.keys(costOf({ field, nodes: [] })).length === 0)
        .filter((field) => !getNamedType(field.type).name.endsWith('Connection'))
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(untold).toEqual([]);
  });

  it('says what its objects arrive with where these can be loaded', () => {
    const untold = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => isNode(getNamedType(field.type).name) && !/Connection$|Edge$/.test(type.name))
        .filter((field) => {
          const { gives, lookup, free } = costOf({ field, nodes: [] });
          return !(gives ?? lookup ?? free);
        })
        .map((field) => `${type.name}.${field.name}`),
    );
    // Nothing is known of the neighbours of an event.
    expect(untold).toEqual(['Event.nextEvent', 'Event.previousEvent']);
  });
});
