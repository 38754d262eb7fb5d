import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { localFiles } from '../src/local-files.js'

/** What child processes do until they are killed. */
export const childWorks = {
  /** Reports with a picture each, one after the other, always one picture ahead, and tells of each that was taken. */
  async attaching(folder: string): Promise<void> {
    const storage = sqliteStorage({ path: join(folder, 'city.db') })
    const huiyin = createHuiyin({ storage, files: localFiles({ folder: join(folder, 'files') }) })
    await huiyin.start()
    const by = { id: 'res-1', kind: 'resident', grants: [] } as const
    const picture = async (no: number) => {
      const put = await huiyin.files.put(new Blob([`picture ${no}`]).stream(), { type: 'image/jpeg', by })
      if (!put.ok) throw new Error(put.refusal.code)
      return put.file
    }
    let next = await picture(0)
    for (let no = 1; ; no++) {
      const file = next
      next = await picture(no)
      const report = { category: 'heating', area: '370281001001001', description: '家中不热。', attachments: [file] }
      const reported = await huiyin.requests.submit(`q-${no}`, report, { by })
      if (!reported.ok) throw new Error(reported.refusal.code)
      writeSync(1, `attached ${no}\n`)
    }
  },
}
