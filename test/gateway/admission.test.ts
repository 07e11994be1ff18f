import { describe, expect, it } from 'vitest';
import { Admission } from '../../src/gateway/admission.ts';
import { Arrivals } from '../../src/gateway/arrivals.ts';
import { nothingPlanned, type Plan, type Planned } from '../../src/gateway/plan.ts';

const field = (level: string, parent: Planned | null, order: number, parts: Partial<Planned> = {}): Planned => ({
  level,
  order,
  parent,
  on: parent ? 'Thing' : 'Query',
  size: 1,
  calls: 0,
  instead: null,
  ...parts,
});

/** Teams give projects, projects give issues and events, one call each. */
const teams = field('teams', null, 0, { size: 3, calls: 1 });
const projects = field('teams.projects', teams, 1, { size: 10, calls: 1 });
const issues = field('teams.projects.issues', projects, 2, { calls: 1 });
const events = field('teams.projects.events', projects, 3, { calls: 1 });
const plan: Plan = { ...nothingPlanned, bounded: true, most: 64, fields: [teams, projects, issues, events] };

const turn = () => new Promise((resolve) => setImmediate(resolve));

const start = (ceiling: number) => {
  const arrivals = new Arrivals(plan.fields);
  const over = new AbortController();
  const admission = new Admission(plan, ceiling, arrivals, over.signal);
  /** Asks for a call at each of some levels; tells what became of them so far. */
  const ask = (level: string, count: number) => {
    const fates: string[] = [];
    for (let index = 0; index < count; index += 1) {
      fates.push('waits');
      const admitted = admission.admit(level);
      if (!admitted) fates[index] = 'leaves';
      admitted?.then(
        () => {
          fates[index] = 'leaves';
        },
        (error: Error) => {
          fates[index] = error.message;
        },
      );
    }
    return () => [...new Set(fates)];
  };
  const give = (planned: Planned, count: number) => arrivals.arrive(planned, new Array(count).fill('Thing'));
  /** Two of three teams that exist have been asked for their projects, and the third as well. */
  const begin = () => {
    arrivals.start(teams);
    expect(ask('teams', 1)()).toEqual(['leaves']);
    give(teams, 3);
    for (let team = 0; team < 3; team += 1) arrivals.start(projects);
    return ask('teams.projects', 3);
  };
  return { arrivals, admission, ask, give, begin, over };
};

describe('a level', () => {
  it('leaves at once while the most that may come fits', async () => {
    const { ask, give, begin } = start(34);
    expect(begin()()).toEqual(['leaves']);
    give(projects, 10);
    expect(ask('teams.projects.issues', 10)()).toEqual(['leaves']);
  });

  it('waits where the rest may be too much, and is admitted whole where it is not', async () => {
    const { ask, give, begin } = start(12);
    begin();
    give(projects, 3);
    const first = ask('teams.projects.issues', 3);
    await turn();
    expect(first()).toEqual(['waits']);
    give(projects, 2);
    const second = ask('teams.projects.issues', 2);
    give(projects, 3);
    const third = ask('teams.projects.issues', 3);
    await turn();
    expect([first(), second(), third()]).toEqual([['leaves'], ['leaves'], ['leaves']]);
  });

  it('is refused whole where it is, by one sentence', async () => {
    const { ask, give, begin } = start(11);
    begin();
    give(projects, 3);
    const first = ask('teams.projects.issues', 3);
    await turn();
    give(projects, 2);
    give(projects, 3);
    const others = ask('teams.projects.issues', 5);
    await turn();
    expect(first()).toEqual([
      '"teams.projects.issues" would cost 8 calls, and 7 of the 11 that one operation may make are left: ask for fewer rows above it, or leave it out.',
    ]);
    expect(others()).toEqual(first());
  });

  it('leaves as soon as what is still to come fits', async () => {
    const { ask, give, begin } = start(25);
    begin();
    give(projects, 0);
    give(projects, 1);
    expect(ask('teams.projects.issues', 1)()).toEqual(['leaves']);
  });

  it('gives back what it was reckoned to take once all has come', async () => {
    const { ask, give, begin } = start(36);
    begin();
    give(projects, 2);
    expect(ask('teams.projects.issues', 2)()).toEqual(['leaves']);
    const events = ask('teams.projects.events', 2);
    await turn();
    expect(events()).toEqual(['waits']);
    give(projects, 1);
    give(projects, 1);
    ask('teams.projects.issues', 2);
    const others = ask('teams.projects.events', 2);
    await turn();
    expect([events(), others()]).toEqual([['leaves'], ['leaves']]);
  });

  it('is decided before those behind it in the document', async () => {
    const { ask, give, begin } = start(9);
    begin();
    give(projects, 2);
    const events = ask('teams.projects.events', 2);
    const issues = ask('teams.projects.issues', 2);
    give(projects, 1);
    give(projects, 1);
    const more = [ask('teams.projects.events', 2), ask('teams.projects.issues', 2)];
    await turn();
    expect([issues(), more[1]?.()]).toEqual([['leaves'], ['leaves']]);
    expect(events()[0]).toMatch(/would cost 4 calls, and 1 of the 9/);
    expect(more[0]?.()).toEqual(events());
  });

  it('counts calls that were asked ahead once, and what comes beyond them as well', async () => {
    const { admission, begin, give } = start(12);
    begin();
    give(projects, 1);
    give(projects, 0);
    give(projects, 0);
    expect(admission.admit('teams.projects.issues', { calls: 3 })).toBeUndefined();
    for (let call = 0; call < 4; call += 1) expect(admission.admit('teams.projects.issues')).toBeUndefined();
    await expect(admission.admit('teams.projects.events', { calls: 5 })).rejects.toThrow(
      /would cost 5 calls, and 4 of the 12/,
    );
  });

  it('counts a call that keys share once', async () => {
    const { admission, begin, give } = start(7);
    begin();
    give(projects, 3);
    give(projects, 0);
    give(projects, 0);
    const bundle = { calls: (items: readonly unknown[]) => Math.ceil(items.length / 2) };
    const asks = ['a', 'b', 'c'].map((item) =>
      admission.admit('teams.projects.issues', { bundle: () => bundle, item }),
    );
    await Promise.all(asks);
    const last = admission.admit('teams.projects.events');
    await expect(last).resolves.toBeUndefined();
    await expect(admission.admit('elsewhere')).rejects.toMatchObject({ code: 'QUERY_TOO_COSTLY' });
  });

  it('is refused where what is left is promised to a level that hangs on it', async () => {
    const { arrivals, ask, give } = start(15);
    arrivals.start(teams);
    ask('teams', 1);
    give(teams, 3);
    for (let team = 0; team < 3; team += 1) arrivals.start(projects);
    // Two teams' projects were known without a call.
    give(projects, 2);
    give(projects, 2);
    expect(ask('teams.projects.issues', 4)()).toEqual(['leaves']);
    const last = ask('teams.projects', 1);
    await turn();
    expect(last()[0]).toMatch(/"teams.projects" would cost 1 call, and 0 of the 15/);
  });

  it('waits no longer than its operation', async () => {
    const { ask, give, begin, over } = start(11);
    begin();
    give(projects, 8);
    const waiting = ask('teams.projects.issues', 8);
    await turn();
    expect(waiting()).toEqual(['waits']);
    over.abort('left');
    await turn();
    expect(waiting()).toEqual(['leaves']);
  });
});
