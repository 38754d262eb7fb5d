import { z } from 'zod'
import { fieldName } from '../../catalogue/fields-form.js'
import { instantForm } from '../../import/instant-form.js'
import { identifier, identifierForm, maxIdentifierLength } from '../../privacy/identifier.js'
import { type FreeText, freeText, maxTextLength, plainText, textIssue } from '../../privacy/text.js'
import { filesForm } from './attachments.js'
import { person } from './person.js'

const code = identifier()
const area = identifierForm() // Codes of areas may read like numbers of people.

const point = z
  .strictObject({
    /** Longitude in degrees. 经度，以度计。 */
    lon: z.number().min(-180).max(180),
    /** Latitude in degrees. 纬度，以度计。 */
    lat: z.number().min(-90).max(90),
    /** What they are measured by; a mini-program's map gives `GCJ-02`. 坐标系；小程序地图为 GCJ-02。 */
    datum: z.enum(['WGS-84', 'GCJ-02', 'CGCS2000']),
  })
  .transform((value): FreeText => ({ free: 'point', value: JSON.stringify(value) }))
const place = z
  .strictObject({
    /** In words, at most 200 characters. 地址，至多 200 字。 */
    address: freeText('place', 200).optional(),
    /** Where it is on the map. 地图上的坐标。 */
    point: point.optional(),
  })
  .refine(
    ({ address, point }) => address !== undefined || point !== undefined,
    textIssue('unfit', { because: { zh: '须填写地址或坐标', en: 'names neither address nor point' } }),
  )

/** What a report is made of. */
export const submitInput = z
  .strictObject({
    /** Where the request came in, such as `hotline`, of the catalogue's list where it has one; `miniProgram` when absent. 受理渠道；责任目录列有渠道的，须在其中；不填为 miniProgram。 */
    channel: identifier(32).default('miniProgram'),
    /** Category code of the catalogue. 责任目录的分类编码。 */
    category: code,
    /** Code of the area it is about, of any level; a grid where it is known. Absent: the area that the place lies in. 区划或网格编码；不填则由地点确定。 */
    area: area.optional(),
    /** Where it is; needed where there is no area. 地点；未填区划时必填。 */
    place: place.optional(),
    /** Opaque id of the resident, never a phone or citizen number; absent: the resident who submits, or one made for this request alone when staff enter it. 诉求人编号；不填时，居民自行上报的为其本人，工作人员代录的为仅用于本件的新编号。 */
    requester: identifier().optional(),
    /** What it is about, in the resident's words, at most 8 000 characters. 诉求内容，至多 8000 字。 */
    description: freeText('description', maxTextLength),
    /** How to reach the resident; nothing is kept when absent. 联系方式；可不填。 */
    person: person.default({}),
    /** What the category asks for besides, by name; which fields it has says the catalogue. 分类要求的其他要素，以名称为键，见责任目录。 */
    fields: z.record(z.string().regex(fieldName), z.union([plainText(500), z.number(), z.boolean()])).optional(),
    /** When it happened, in milliseconds since 1970, not in the future. 事发时间；可不填。 */
    occurredAt: instantForm.optional(),
    /** Class of urgency of the deadline policy, such as `urgent`; only staff give one. 紧急程度编码，由工作人员填写；可不填。 */
    urgency: code.optional(),
    /** Nobody is to be named: no name is taken. 匿名：不收姓名。 */
    anonymous: z.literal(true).optional(),
    /** The handling units see nothing of the person. 保密：承办单位看不到诉求人信息。 */
    confidential: z.literal(true).optional(),
    /** Numbers that other systems have for it, at most 5, each as `{ system, number }`. 其他系统的工单号，至多 5 个。 */
    externalNumbers: z
      .array(
        z.strictObject({
          /** Which system, such as `12345`. 系统名称，如 12345。 */
          system: identifier(32),
          /** Its number there, at most 64 characters. 该系统中的工单号，至多 64 字。 */
          number: identifier(),
        }),
      )
      .max(5)
      .optional(),
    /** Pictures and recordings of what it is about, 1 to 9 files. 现场照片、录音等，1 至 9 个文件；可不填。 */
    attachments: filesForm.optional(),
    /** The request this part came from; only the system says so. 拆分来源；仅系统填写。 */
    splitFrom: plainText(maxIdentifierLength).optional(),
  })
  .refine(({ area, place }) => area !== undefined || place !== undefined, {
    ...textIssue('missing', {}),
    path: ['area'],
  })
  .refine(({ anonymous, person }) => anonymous === undefined || person.name === undefined, {
    ...textIssue('unfit', { because: { zh: '匿名诉求不收姓名', en: 'is not taken from an anonymous resident' } }),
    path: ['person', 'name'],
  })
