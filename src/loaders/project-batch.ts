import type { Api } from '../gateway/api.ts';
import { isNumeric } from '../gateway/http/identifiers.ts';
import type { ProjectKey } from '../gateway/keys.ts';
import { readable, rowsBy, wholePage } from '../gateway/page.ts';
import { projectListParts, statsPart, statsPeriods } from '../gateway/project-payload.ts';
import { getProject, listProjects } from '../gateway/projects.ts';
import { type Row, required, text } from '../gateway/read.ts';
import { type Batch, eachGroup, type Found, partText, readKeys, type Wanted } from './batch.ts';
import type { Loaders } from './index.ts';

type WantedProject = Wanted<ProjectKey>;

const partsOf = (run: readonly WantedProject[]): Set<string> => new Set(run.flatMap(({ parts }) => [...parts]));

/** What is wanted, cut down to some parts; keys of which nothing is left are gone. */
const only = (wanted: readonly WantedProject[], keep: (part: string, item: WantedProject) => boolean) =>
  wanted
    .map((item): WantedProject => ({ ...item, parts: new Set([...item.parts].filter((part) => keep(part, item))) }))
    .filter(({ parts }) => parts.size > 0);

const needsDetail = ({ parts }: WantedProject): boolean => parts.has('detail');

const needsList = ({ parts }: WantedProject): boolean => [...parts].some((part) => projectListParts.has(part));

/**
 * Shares what is wanted among calls. Detail brings settings, and with them whatever else it knows. The rest is a list's; since
 * a list call takes one window of `stats`, each window beyond the first is a list call of its own, for that alone.
 */
const shares = (wanted: readonly WantedProject[]): WantedProject[][] => {
  const detailed = only(wanted, (part, item) => needsDetail(item) && !projectListParts.has(part));
  const listed = only(wanted, (part, item) => !needsDetail(item) || projectListParts.has(part));
  const windows = statsPeriods.map(statsPart).filter((part) => partsOf(listed).has(part));
  const further = windows.slice(1);
  return [
    detailed,
    only(listed, (part) => !further.some((window) => window === part)),
    ...further.map((window) => only(listed, (part) => part === window)),
  ];
};

/** A list leaves out a renamed project under its old slug; detail understands that, and tells the new one. */
const readSingle = async (api: Api, item: WantedProject, level: string): Promise<Row> => {
  const { organization, project } = item.key;
  const detail = await getProject(api, organization, project, level);
  if (!needsList(item)) return detail;
  const filter = { slugs: [required(detail, 'slug', text)] };
  const [row] = readable(await listProjects(api, organization, filter, item.parts, wholePage, level));
  return { ...detail, ...row };
};

const readShare = (api: Api, share: readonly WantedProject[], level: string): Promise<Found> =>
  readKeys(share, {
    alone: needsDetail,
    listLone: share.some(needsList),
    single: (item) => readSingle(api, item, level),
    list: async (run) => {
      const organization = run[0]?.key.organization ?? '';
      const values = run.map(({ key }) => key.project);
      const name = isNumeric(values[0] ?? '') ? 'id' : 'slug';
      const filter = name === 'id' ? { ids: values } : { slugs: values };
      const page = await listProjects(api, organization, filter, partsOf(run), wholePage, level);
      return new Map([...rowsBy(page, name)].map(([value, row]) => [`${organization}/${value}`, row]));
    },
    saved: (calls) => api.operation.cost.saved('batch', calls),
  });

/**
 * Settings and lone projects by detail, unless they want what only lists have; several slugs by one list call, several numbers
 * by another (Sentry reads `id:` and `slug:` in one query as "and").
 */
export const projectBatch =
  ({ api }: Loaders): Batch<ProjectKey> =>
  (wanted, level) =>
    eachGroup(
      wanted,
      ({ organization, project }) => `${organization}/${isNumeric(project) ? 'id' : 'slug'}`,
      async (group): Promise<Found> => {
        const findings = await Promise.all(
          shares(group).map(async (share) => {
            const found = await readShare(api, share, level);
            return share.flatMap(({ text: name, parts }) => {
              const row = found.get(name);
              return row ? [...parts].map((part): [string, Row | Error] => [partText(name, part), row]) : [];
            });
          }),
        );
        return new Map(findings.flat());
      },
    );
