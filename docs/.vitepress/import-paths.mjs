// What one imports from where: a sentence for each import path, for the landing page of the API reference.
// The paths themselves are those of `exports` in the packages; one without a sentence stops the build of the site.
export const importPaths = {
  '@huiyin/core': 'For applications: create Huiyin, issue commands, read requests and figures, run the loops.',
  '@huiyin/core/calendar':
    'Working days, business hours, time limits and their explanations, without the rest of the library.',
  '@huiyin/core/contracts':
    'What a storage, a notification channel and the other parts that you can replace have to do.',
  '@huiyin/core/plugin': "For plugins: rules, refusals, events, deadlines and routes of a place's own practice.",
  '@huiyin/core/evaluation': 'For figures of your own: indicators, measures, periods and the way they are computed.',
  '@huiyin/core/words':
    'For pages that show a request: its state, its steps, who has to move and the time left, in words. At most 15 KB.',
  '@huiyin/storage-sqlite': 'Keeps everything in one SQLite file.',
  '@huiyin/storage-postgres': 'Keeps everything in PostgreSQL.',
  '@huiyin/files-local': 'Keeps attachments in a folder.',
  '@huiyin/testkit':
    'Tests for storages, plugins and applications: conformance kits, made-up cities, a clock that you move.',
  '@huiyin/testkit/postgres': 'A PostgreSQL server for tests.',
  '@huiyin/testkit/processes': 'Tests that start processes, kill them and look at what is left.',
  '@huiyin/testkit/scenario': 'Tests of a policy told as given, when, then.',
  '@huiyin/cli': 'The command line as a function.',
}
