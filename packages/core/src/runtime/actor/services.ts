import type { CityCalendar } from '../../amendment/calendar.js'
import type { Areas } from '../../area/areas.js'
import type { Audit } from '../../audit/audit.js'
import type { Catalogue } from '../../catalogue/catalogue.js'
import type { Contacts } from '../../contact/contacts.js'
import type { Deliveries } from '../../delivery/deliveries.js'
import type { CityPolicies } from '../../edition/policies.js'
import type { Evaluation } from '../../evaluation/evaluation.js'
import type { KeptFiles } from '../../request/attachments/kept-files.js'
import type { Requests } from '../../request/requests.js'
import type { Sinks } from '../../sink/backfill.js'
import type { Teams } from '../../team/teams.js'
import type { Privacy } from '../privacy/privacy.js'

/** Everything that an actor uses, by noun. */
export interface Services {
  /** Areas and grids, and their changes over time 区划与网格. */
  readonly areas: Areas
  /** The working days in force, and holiday notices that come while the city runs 工作日历. */
  readonly calendar: CityCalendar
  /** Who serves in which grid, and which grids lack people 网格队伍. */
  readonly teams: Teams
  /** How people are reached, how they want to be, and what they agreed to 联系方式. */
  readonly contacts: Contacts
  /** What is kept about people, for how long, and how they have it or have it erased 个人信息. */
  readonly privacy: Privacy
  /** Categories, handling units and the rules that lead from one to the other 责任目录. */
  readonly catalogue: Catalogue
  /** 时限规则: the time limits in force, and from which day on others are. */
  readonly policies: CityPolicies
  /** Commands on requests and views of them 诉求. */
  readonly requests: Requests
  /** The bytes of attachments 附件文件. */
  readonly files: KeptFiles
  /** Figures, rankings, recounts and frozen figures 考核评价. */
  readonly evaluation: Evaluation
  /** The outbox for operators: pending deliveries, dead letters, replay 投递. */
  readonly deliveries: Deliveries
  /** What sinks were not owed, handed over 出口. */
  readonly sinks: Sinks
  /** Verification of the event streams, and checkpoints to keep elsewhere 审计. */
  readonly audit: Audit
}
