// The ladder of ARCHITECTURE.md: what is known goes one way, down. Each rung may import itself and the rungs below it;
// rungs that share a line stand side by side and do not know each other.
const ladder = [
  ['main'],
  ['app'],
  ['server', 'importers', 'exporters', 'commands'],
  ['schema'],
  ['entry'],
  ['status'],
  ['statement'],
  ['event'],
  ['negotiation'],
  ['organization'],
  ['person', 'location'],
  ['source'],
  ['live'],
  ['access'],
  ['record'],
  ['db'],
]
/** What stands beside the ladder, and the rungs that it may import. Whatever starts a part of the service may read it. */
const beside = {
  config: ['db', 'settings', 'variables'],
  settings: ['setting', 'settings-of-access'],
  'settings-of-access': ['setting'],
  setting: [],
  variables: ['settings'],
  package: [],
}
const readersOfBeside = ['main', 'app', 'server', 'commands']
/** What runs in other people's programs: the service does not know it, nor it the service. */
const apart = ['client']

/** A rung is a folder of src or one file of it. */
const at = (names) => `^src/(${names.join('|')})(/|\\.ts$)`
const rungs = ladder.flat()

const ladderRules = ladder.flatMap((line, height) =>
  line.map((rung) => {
    const allowed = [
      rung,
      ...ladder.slice(height + 1).flat(),
      ...(readersOfBeside.includes(rung) ? Object.keys(beside) : []),
    ]
    return {
      name: `ladder-${rung}`,
      comment: `${rung} may import ${allowed.slice(1).join(', ') || 'no other room'}. Move what both need down, or add the field from above.`,
      severity: 'error',
      from: { path: at([rung]) },
      to: { path: '^src/', pathNot: at(allowed) },
    }
  }),
)

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...ladderRules,
    {
      name: 'every-room-has-a-rung',
      comment: 'A new room is entered in the ladder at the top of .dependency-cruiser.cjs and in ARCHITECTURE.md.',
      severity: 'error',
      from: { path: '^src/', pathNot: at([...rungs, ...Object.keys(beside), ...apart]) },
      to: {},
    },
    ...Object.entries(beside).map(([file, allowed]) => ({
      name: `beside-${file}`,
      comment: 'Everything may be started from it, so it must not know what it starts.',
      severity: 'error',
      from: { path: at([file]) },
      to: { path: '^src/', pathNot: at([file, ...allowed]) },
    })),
    {
      name: 'client-stands-apart',
      comment: 'The client helper runs in browsers: graphql-ws and the contract are all that it knows.',
      severity: 'error',
      from: { path: at(apart) },
      to: { pathNot: [at(apart), '^node_modules/graphql-ws/'] },
    },
    {
      name: 'no-cycles',
      comment: 'Of two files that need each other neither can be read first. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports this file.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.d\\.ts$', at(['main'])], orphan: true },
      to: {},
    },
    {
      name: 'only-what-is-installed',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      comment: 'The service must run without devDependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'only-named-packages',
      comment: 'A package that package.json does not name may vanish with the one that brought it.',
      severity: 'error',
      from: { path: '^(src|playground|web)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'service-stands-alone',
      comment: 'The service imports neither its tests nor its pages nor its tools.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|playground|web|scripts|bench)/' },
    },
    {
      name: 'pages-talk-graphql-only',
      comment: 'What runs in a browser knows the contract, never the code of the service.',
      severity: 'error',
      from: { path: '^(playground|web)/' },
      to: { path: '^(src|tests|scripts)/' },
    },
    {
      name: 'board-state-is-pure',
      comment: 'What the board shows is worked out from values alone: no connection, no view.',
      severity: 'error',
      from: { path: '^web/board/' },
      to: { pathNot: '^web/(board|generated|words)/' },
    },
    {
      name: 'drafts-are-pure',
      comment: 'What an editor has written is worked on as values alone: no connection, no view.',
      severity: 'error',
      from: { path: '^web/draft/' },
      to: { pathNot: '^web/(draft|board|generated)/' },
    },
    {
      name: 'board-feed-without-view',
      comment: 'A connection fills the state; who shows it is not its business.',
      severity: 'error',
      from: { path: '^web/feed/' },
      to: { path: '^web/(view|styles)/' },
    },
    {
      name: 'board-view-without-feed',
      comment: 'A view shows the state; it asks nobody.',
      severity: 'error',
      from: { path: '^web/view/' },
      to: { path: '^web/feed/' },
    },
    {
      name: 'type-without-database',
      comment: 'A .type file says what an entry looks like to a client: no database, no queries.',
      severity: 'error',
      from: { path: '\\.type\\.ts$' },
      to: { path: ['^src/db/', '\\.store\\.ts$'] },
    },
    {
      name: 'rules-are-pure',
      comment: 'A .rules file checks an input and reads nothing, so that it can be tested with values alone.',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: {
        path: [
          '^src/db/',
          '\\.store\\.ts$',
          '^(node:)?(fs|net|http|https|child_process)(/|$)',
          'node_modules/(pg|@prisma)/',
        ],
      },
    },
    {
      name: 'resolver-is-one-statement',
      comment: 'A .resolver file passes on to its store: it has no database and checks nothing.',
      severity: 'error',
      from: { path: '\\.resolver\\.ts$' },
      to: { path: ['^src/db/', '\\.rules\\.ts$', 'node_modules/(pg|@prisma)/'] },
    },
    {
      name: 'store-without-doors',
      comment: 'A .store file is asked in words of the record: it knows no GraphQL, no HTTP.',
      severity: 'error',
      from: { path: '\\.store\\.ts$' },
      to: {
        path: ['\\.resolver\\.ts$', 'node_modules/(type-graphql|graphql|@apollo|fastify|@fastify|ws|graphql-ws)/'],
      },
    },
  ],
  options: {
    // Type-only imports count: a type that knows a higher room ties the rooms as much as a value does.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)generated/|^dist/|^(?!node_modules).*\\.css$|\\?(worker|raw|inline)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
