// The pages that are written from the code: the lifecycle, the commands, and the tables of permissions, of events and of messages. `--check` says which have drifted.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { commandDocs } from './lib/command-docs.mjs'
import { reportGate } from './lib/gate.mjs'
import { root } from './lib/project.mjs'
import { commandsPage } from './pages/commands.mjs'
import { eventsTable } from './pages/events.mjs'
import { lifecyclePage } from './pages/lifecycle.mjs'
import { messagesTable } from './pages/messages.mjs'
import { permissionsTable, rightsTable, rolesTable } from './pages/permissions.mjs'
import { withTable } from './pages/with-table.mjs'

const groups = commandDocs()
function withPermissions(page, language) {
  const withRoles = withTable(page, 'roles', rolesTable(language))
  return withTable(
    withTable(withRoles, 'permissions', permissionsTable(groups, language)),
    'rights',
    rightsTable(language),
  )
}

const pages = {
  'docs/lifecycle.md': () => lifecyclePage('en'),
  'docs/zh/lifecycle.md': () => lifecyclePage('zh'),
  'docs/commands.md': () => commandsPage(groups, 'en'),
  'docs/zh/commands.md': () => commandsPage(groups, 'zh'),
  'docs/events.md': (page) => withTable(page, 'events', eventsTable('en')),
  'docs/zh/events.md': (page) => withTable(page, 'events', eventsTable('zh')),
  'docs/permissions.md': (page) => withPermissions(page, 'en'),
  'docs/zh/permissions.md': (page) => withPermissions(page, 'zh'),
  'docs/messages.md': (page) => withTable(page, 'messages', messagesTable('en')),
  'docs/zh/messages.md': (page) => withTable(page, 'messages', messagesTable('zh')),
}

const checks = Object.entries(pages).map(([name, write]) => {
  const file = join(root, name)
  const now = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const due = write(now)
  if (now === due) return { title: name, failures: [] }
  if (process.argv.includes('--check'))
    return { title: name, failures: ['It differs from the code; run `npm run pages`.'] }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, due)
  return { title: name, failures: [] }
})
reportGate(checks)
