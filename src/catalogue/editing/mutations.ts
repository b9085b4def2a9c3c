import { ID } from 'type-graphql';
import { duty, signedIn } from '../../access/grants.js';
import { catalogueEditors } from '../../access/upkeep.js';
import { locations, organizations, services, units } from '../../database/tables/catalogue.js';
import { mutation, mutations, payload, rowField, valueField } from '../../mutation.js';
import { Unit } from '../terms.js';
import { Location, Organization, Service } from '../types.js';
import { changeRequestPayload } from '../upkeep/requestMutations.js';
import { proposeRecord, saveRecord, saveUnit, setConfidential } from './commands.js';
import * as inputs from './inputs.js';

type Saved = { id: string; recordId: string };
const recordId = valueField(() => ID, '기록. Id of the record, of one that is confidential as well.');
const whole = (what: string) =>
  `${what} The record as everybody reads it now; null where it is confidential.`;

const organizationPayload = payload<Saved>(
  'SaveOrganizationPayload',
  '기관 등록·수정 결과. 기관을 등록하거나 고친 결과를 돌려줍니다. What writing an organization answered.',
  { recordId, organization: rowField(() => Organization, organizations, whole('기관.')) },
);
const servicePayload = payload<Saved>(
  'SaveServicePayload',
  '서비스 등록·수정 결과. 서비스를 등록하거나 고친 결과를 돌려줍니다. What writing a service answered.',
  { recordId, service: rowField(() => Service, services, whole('서비스.')) },
);
const locationPayload = payload<Saved>(
  'SaveLocationPayload',
  '장소 등록·수정 결과. 장소를 등록하거나 고친 결과를 돌려줍니다. What writing a location answered.',
  { recordId, location: rowField(() => Location, locations, whole('장소.')) },
);
const unitPayload = payload<{ id: string }>(
  'SaveUnitPayload',
  '단위 등록·수정 결과. 단위를 등록하거나 고친 결과를 돌려줍니다. What writing a unit answered.',
  { unit: rowField(() => Unit, units, '단위. The unit as it is now.') },
);
const confidentialPayload = payload<Saved>(
  'SetConfidentialPayload',
  '비공개 설정 결과. 기록을 숨기거나 공개한 결과를 돌려줍니다. What making a record confidential or public answered.',
  { recordId },
);

const grant = duty(...catalogueEditors);

/** What editors write of the catalogue of their district, and what others propose to them. */
export const EditingMutations = mutations({
  saveOrganization: mutation({
    grant,
    description:
      '기관 등록·수정. 기관을 전화, 담당자, 사업과 함께 등록하거나 고칩니다. Enters an organization with its phones, contacts and programs, or changes it, for editors of its district.',
    input: inputs.SaveOrganizationInput,
    answers: organizationPayload,
    run: (context, input, name) => saveRecord(context, name, 'ORGANIZATION', input),
  }),
  saveService: mutation({
    grant,
    description:
      '서비스 등록·수정. 서비스를 시간표, 장소, 전화, 비용, 서류, 여유, 후원 내역과 함께 등록하거나 고치거나 닫습니다. Enters a service with its hours, places, phones, prices, papers, room and sponsorships, or changes it, or closes it by its status, for editors of its district.',
    input: inputs.SaveServiceInput,
    answers: servicePayload,
    run: (context, input, name) => saveRecord(context, name, 'SERVICE', input),
  }),
  saveLocation: mutation({
    grant,
    description:
      '장소 등록·수정. 장소를 주소, 시간표, 전화와 함께 등록하거나 고칩니다. Enters a location with its addresses, hours and phones, or changes it, for editors of its district.',
    input: inputs.SaveLocationInput,
    answers: locationPayload,
    run: (context, input, name) => saveRecord(context, name, 'LOCATION', input),
  }),
  saveUnit: mutation({
    grant,
    description:
      '단위 등록·수정. 병상처럼 자리를 세는 단위를 등록하거나 고칩니다. Enters what room is counted in, such as beds, or changes it where no service of another district counts in it.',
    input: inputs.SaveUnitInput,
    answers: unitPayload,
    run: saveUnit,
  }),
  proposeRecord: mutation({
    grant: signedIn,
    description:
      '새 기록 제안. 자원목록에 없는 기관, 서비스, 장소를 제안합니다. 편집자가 받아들이기 전에는 공개되지 않습니다. Proposes an organization, a service or a location that the catalogue does not have yet; an editor accepts it, and it is made, or declines it with a reason. Nothing of it is public before.',
    input: inputs.ProposeRecordInput,
    answers: changeRequestPayload,
    run: proposeRecord,
  }),
  setConfidential: mutation({
    grant,
    description:
      '비공개 설정. 기록과 그에 관한 것을 다음 요청부터 숨깁니다. 편집자가 숨긴 것과, 공개되어 있다가 출처가 이름을 가려 숨긴 것은 편집자가 다시 공개할 수 있습니다. Makes a record confidential with all that tells of it, from the next request on: in searches, counts, the feed, HSDS and every list. An editor can make public again what an editor made confidential, and what was public until its source masked it.',
    input: inputs.SetConfidentialInput,
    answers: confidentialPayload,
    run: setConfidential,
  }),
});
