import { Notes } from '../../import/mapping/repairs.js';
import { agesInText } from '../meaning/ages.js';
import { type Desk, type Publication, type Refused, sameDots, type Told } from '../meaning/desk.js';
import { dayOf } from '../meaning/periods.js';
import type { Place } from '../meaning/regions.js';
import {
  addressIn,
  agencyOf,
  areaOf,
  changedAt,
  joined,
  nameIn,
  needOf,
  phonesOf,
  reading,
  words,
} from '../meaning/service.js';
import { objectsIn, parts, type RawRecord, said, saidFirst } from '../record.js';
import { type Dataset, fieldsOf } from './dataset.js';

// 복지로: services of ministries and of local governments. The list names them, and an answer for each has the details.

export const bokjiroReasons = {
  noName: 'A service without a name',
  cipher: 'A telephone number that the source keeps encrypted was left out',
};

const services = 'servId servNm servDgst servDtlLink inqNum sprtCycNm srvPvsnNm';
const answer = 'resultCode resultMessage';

/** How each of the two says the same things. */
interface Form {
  stages: string;
  groups: string;
  interests: string;
  /** Of the objects that a detail lists: code, name, and what it says. */
  related: readonly [name: string, text: string];
}

const central: Form = {
  stages: 'lifeArray',
  groups: 'trgterIndvdlArray',
  interests: 'intrsThemaArray',
  related: ['servSeDetailNm', 'servSeDetailLink'],
};
const local: Form = {
  stages: 'lifeNmArray',
  groups: 'trgterIndvdlNmArray',
  interests: 'intrsThemaNmArray',
  related: ['wlfareInfoReldNm', 'wlfareInfoReldCn'],
};

/** 복지로, services of ministries (한국사회보장정보원, data.go.kr 15090532). */
export const bokjiroCentral: Dataset = {
  source: 'bokjiro-central',
  publication: {
    number: '15090532',
    name: '복지로 중앙부처복지서비스',
    publisher: '한국사회보장정보원',
    licence: '공공누리, 유형 확인 필요.',
  },
  fields: fieldsOf(
    services,
    answer,
    'jurMnofNm jurOrgNm rprsCtadr lifeArray trgterIndvdlArray intrsThemaArray onapPsbltYn svcfrstRegTs',
    'wlfareInfoOutlCn tgtrDtlCn slctCritCn alwServCn crtrYr applmetList inqplCtadrList inqplHmpgReldList',
    'basfrmList baslawList',
  ),
  roleOf: (record) => roleIn(record, 'jurMnofNm', 'servDtlLink', 'wlfareInfoOutlCn', 'alwServCn'),
  idOf: (record) => said(record, 'servId'),
  convert(record, { more = {} }, desk) {
    const notes = new Notes();
    const ministry = nameIn(said(record, 'jurMnofNm'), reading(notes, 'jurMnofNm'));
    const department = nameIn(said(record, 'jurOrgNm'), reading(notes, 'jurOrgNm'));
    // A detail says ministry and department in one.
    const [agencyName = '', ...rest] = department ? [ministry ?? ''] : (ministry ?? '').split(' ');
    const agency = agencyName ? agencyOf(desk, agencyName, notes) : null;
    const how = objectsIn(more, 'applmetList').map((each) =>
      [said(each, 'servSeDetailNm'), said(each, 'servSeDetailLink')].filter(Boolean).join(': '),
    );
    return serviceOf(record, more, desk, notes, {
      form: central,
      publication: bokjiroCentral.publication,
      organization: agency?.id,
      place: null,
      department: department ?? (rest.join(' ') || null),
      eligibility: ['tgtrDtlCn', 'slctCritCn'],
      apply: [how.join('\n'), saidFirst(record, 'onapPsbltYn') === 'Y' ? '온라인 신청 가능' : null],
    });
  },
};

/** 복지로, services of local governments (한국사회보장정보원, data.go.kr 15108347). */
export const bokjiroLocal: Dataset = {
  source: 'bokjiro-local',
  publication: {
    number: '15108347',
    name: '복지로 지자체복지서비스',
    publisher: '한국사회보장정보원',
    licence: '공공누리, 유형 확인 필요.',
  },
  fields: fieldsOf(
    services,
    answer,
    'bizChrDeptNm ctpvNm sggNm lifeNmArray trgterIndvdlNmArray intrsThemaNmArray aplyMtdNm aplyMtdCn lastModYmd',
    'sprtTrgtCn slctCritCn alwServCn enfcBgngYmd enfcEndYmd applmetList inqplCtadrList inqplHmpgReldList',
    'basfrmList baslawList',
  ),
  roleOf: (record) => roleIn(record, 'ctpvNm', 'servDtlLink', 'alwServCn', 'sprtTrgtCn'),
  idOf: (record) => said(record, 'servId'),
  convert(record, { more = {} }, desk) {
    const notes = new Notes();
    const both = { ...more, ...record };
    const province = said(both, 'ctpvNm');
    const district = said(both, 'sggNm').replace(/^-$/, '');
    reading(notes, 'sggNm');
    // Without a district it is of the whole province.
    const agency = province ? agencyOf(desk, [province, district].filter(Boolean).join(' '), notes) : null;
    const department = nameIn(said(both, 'bizChrDeptNm'), reading(notes, 'bizChrDeptNm'));
    return serviceOf(record, more, desk, notes, {
      form: local,
      publication: bokjiroLocal.publication,
      organization: agency?.id,
      place: agency?.place ?? null,
      department: department && withoutAgency(department, [province, district]),
      eligibility: ['sprtTrgtCn', 'slctCritCn'],
      apply: [
        parts(said(both, 'aplyMtdNm'), ',').join(', ') || null,
        words(said(more, 'aplyMtdCn'), reading(notes, 'aplyMtdCn')),
      ],
    });
  },
};

/** A record of the list has what a detail has not, and the other way round. */
function roleIn(record: RawRecord, own: string, ofList: string, ...ofDetail: string[]) {
  if (!('servId' in record) || !(own in record)) return null;
  const detail = ofDetail.some((each) => each in record) || Object.keys(record).some(isRelated);
  return detail && !(ofList in record) ? 'more' : 'list';
}
const isRelated = (key: string) => key.endsWith('List');

/** 충청북도 옥천군 미래전략국 성장정책과, without the agency that it is of. */
function withoutAgency(department: string, names: readonly string[]): string {
  let rest = department;
  for (const each of names) if (each && rest.startsWith(`${each} `)) rest = rest.slice(each.length + 1);
  return rest;
}

interface Said {
  form: Form;
  publication: Publication;
  organization: string | undefined;
  place: Place | null;
  department: string | null;
  eligibility: readonly string[];
  apply: readonly (string | null)[];
}

function serviceOf(list: RawRecord, more: RawRecord, desk: Desk, notes: Notes, it: Said): Told | Refused {
  const both: RawRecord = { ...more, ...list };
  const id = said(both, 'servId');
  const name = nameIn(said(both, 'servNm'), reading(notes, 'servNm'));
  if (!name) return { kind: 'service', refused: bokjiroReasons.noName };
  const at = (column: string) => words(said(both, column), reading(notes, column));
  const { form } = it;
  const terms = (column: string) => parts(sameDots(said(both, column)), ',');
  const [label, text] = form.related;
  const related = (list: string) =>
    objectsIn(more, list).map((each) => ({ name: said(each, label), text: said(each, text) }));
  const subjects = terms(form.interests);
  const [target = '', criteria = ''] = it.eligibility;
  const targets = at(target);
  const begins = dayOf(said(more, 'enfcBgngYmd'));
  const ends = dayOf(said(more, 'enfcEndYmd'));
  const link = addressIn(said(both, 'servDtlLink'), reading(notes, 'servDtlLink'));
  const phones = phonesOf(id, phoneEntries(both, related('inqplCtadrList'), notes), notes);
  const ages = agesInText(targets ?? '', reading(notes, target));
  return {
    kind: 'service',
    notes,
    ours: { needDomain: needOf(subjects), districtId: it.place?.district ?? null },
    value: {
      id,
      name,
      status: 'active',
      organization_id: it.organization,
      description: joined(at('servDgst'), at('wlfareInfoOutlCn'), ['지원내용', at('alwServCn')]),
      url: link ?? undefined,
      eligibility_description: joined(targets, ['선정기준', at(criteria)]),
      application_process: joined(...it.apply),
      ...ages,
      phones,
      service_areas: it.place ? [areaOf(id, it.place)] : [],
      contacts: it.department ? [{ id: `${id} contact`, department: it.department }] : [],
      schedules:
        begins || ends
          ? [{ id: `${id} period`, valid_from: begins, valid_to: ends, description: '시행기간' }]
          : [],
      additional_urls: related('inqplHmpgReldList').flatMap((each, index) => {
        const address = addressIn(each.text, reading(notes, 'inqplHmpgReldList'));
        return address ? [{ id: `${id} site ${index + 1}`, label: each.name, url: address }] : [];
      }),
      required_documents: related('basfrmList').map((each, index) => ({
        id: `${id} form ${index + 1}`,
        document: each.name || each.text,
        uri: addressIn(each.text, reading(notes, 'basfrmList')) ?? undefined,
      })),
      metadata: changedAt(id, saidFirst(list, 'lastModYmd', 'svcfrstRegTs'), it.publication),
      attributes: [
        desk.source(id, it.publication),
        ...desk.attributes(id, 'kr:life_stage', terms(form.stages)),
        ...desk.attributes(id, 'kr:target_group', terms(form.groups)),
        ...desk.attributes(id, 'kr:interest', subjects),
        ...desk.attributes(id, 'kr:support_kind', terms('srvPvsnNm')),
        ...desk.attributes(id, 'kr:support_cycle', terms('sprtCycNm')),
        ...desk.attributes(id, 'kr:application_method', terms('aplyMtdNm')),
        ...related('baslawList').map((law) => desk.attribute(id, 'kr:legal_basis', '법령', law.name)),
      ],
    },
  };
}

/** The telephone of the list, and those of the detail. */
function phoneEntries(record: RawRecord, related: readonly { name: string; text: string }[], notes: Notes) {
  const main = said(record, 'rprsCtadr');
  const encrypted = /[A-Za-z]/.test(main);
  if (encrypted) reading(notes, 'rprsCtadr').repaired(bokjiroReasons.cipher);
  notes.column = related.length > 0 ? 'inqplCtadrList' : 'rprsCtadr';
  return [
    ...(main && !encrypted ? [{ text: main, description: '' }] : []),
    ...related.map(({ name, text }) => ({ text, description: name })),
  ];
}
