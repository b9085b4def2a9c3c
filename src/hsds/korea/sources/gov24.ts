import { Notes } from '../../import/mapping/repairs.js';
import { type Ages, agesInText, agesOf } from '../meaning/ages.js';
import { conditions, type Vocabulary } from '../meaning/codes.js';
import { type Desk, sameDots } from '../meaning/desk.js';
import {
  addressIn,
  agencyOf,
  applicationPeriod,
  areaOf,
  changedAt,
  joined,
  nameIn,
  needOf,
  phonesOf,
  reading,
  words,
} from '../meaning/service.js';
import { parts, type RawRecord, said, saidFirst } from '../record.js';
import { type Dataset, fieldsOf } from './dataset.js';

const codes = Object.values(conditions).flatMap((each) => Object.keys(each));

export const gov24Reasons = {
  noName: 'A service without a name',
  noList: 'Conditions of a service that the list does not name',
  all: 'Every choice of a group of conditions is marked: it is no condition, and was left out',
  none: 'None of these is marked beside others: all were kept as they came',
};

/** 보조금24: services of all public agencies (행정안전부, data.go.kr 15113968). */
export const gov24: Dataset = {
  source: 'gov24',
  publication: {
    number: '15113968',
    name: '대한민국 공공서비스(보조금24) 정보',
    publisher: '행정안전부',
    licence: '이용허락범위 제한 없음.',
  },
  fields: fieldsOf(
    '서비스ID 서비스명 서비스목적요약 서비스목적 지원대상 선정기준 지원내용 지원유형 신청방법 신청기한 상세조회URL',
    '온라인신청사이트URL 소관기관코드 소관기관명 소관기관유형 부서명 접수기관 접수기관명 전화문의 문의처 사용자구분',
    '서비스분야 구비서류 공무원확인구비서류 본인확인필요구비서류 법령 자치법규 행정규칙 등록일시 수정일시 JA0110 JA0111',
    codes.join(' '),
  ),
  roleOf(record) {
    if (!('서비스ID' in record)) return null;
    if ('서비스목적요약' in record || '상세조회URL' in record) return 'list';
    return Object.keys(record).some((key) => key.startsWith('JA0')) ? 'conditions' : 'more';
  },
  idOf: (record) => said(record, '서비스ID'),
  convert(record, { more = {}, conditions: marks }, desk) {
    const id = said(record, '서비스ID');
    const both: RawRecord = { ...more, ...present(record) };
    const notes = new Notes();
    const at = (column: string) => words(said(both, column), reading(notes, column));
    const name = nameIn(said(both, '서비스명'), reading(notes, '서비스명'));
    if (!name)
      return { kind: 'service', refused: 'JA0101' in record ? gov24Reasons.noList : gov24Reasons.noName };
    const agencyName = nameIn(said(both, '소관기관명'), reading(notes, '소관기관명'));
    const agency = agencyName
      ? agencyOf(desk, agencyName, notes, agencyDetails(both, agencyName, desk))
      : null;
    const subjects = parts(sameDots(said(both, '서비스분야')), '||');
    const target = at('지원대상');
    const due = at('신청기한');
    notes.column = '전화문의';
    const entries = parts(saidFirst(both, '전화문의', '문의처'), '||').map(phoneEntry);
    const phones = phonesOf(id, entries, notes);
    const office = nameIn(saidFirst(both, '접수기관', '접수기관명'), reading(notes, '접수기관'));
    const department = nameIn(said(both, '부서명'), reading(notes, '부서명'));
    const online = addressIn(said(both, '온라인신청사이트URL'), reading(notes, '온라인신청사이트URL'));
    const ages = agesIn(marks, target ?? '', reading(notes, '지원대상'));
    return {
      kind: 'service',
      notes,
      ours: { needDomain: needOf(subjects), districtId: agency?.place?.district ?? null },
      value: {
        id,
        name,
        status: 'active',
        organization_id: agency?.id,
        description: joined(at('서비스목적요약'), at('서비스목적'), ['지원내용', at('지원내용')]),
        url: addressIn(said(both, '상세조회URL'), reading(notes, '상세조회URL')) ?? undefined,
        eligibility_description: joined(target, ['선정기준', at('선정기준')]),
        application_process: joined(
          ['신청방법', parts(said(both, '신청방법'), '||').join(', ')],
          ['신청기한', due],
          ['접수기관', office],
        ),
        ...ages,
        phones,
        schedules: due ? applicationPeriod(id, due) : [],
        service_areas: agency?.place ? [areaOf(id, agency.place)] : [],
        contacts: office || department ? [{ id: `${id} contact`, name: office, department }] : [],
        additional_urls: online ? [{ id: `${id} online`, label: '온라인신청', url: online }] : [],
        required_documents: ['구비서류', '공무원확인구비서류', '본인확인필요구비서류'].flatMap((column) => {
          const document = at(column);
          return document && !/^(해당\s*없음|없음|-)$/.test(document)
            ? [
                {
                  id: `${id} ${column}`,
                  document: column === '구비서류' ? document : `${column}\n${document}`,
                },
              ]
            : [];
        }),
        metadata: changedAt(id, said(both, '수정일시'), gov24.publication),
        attributes: [
          desk.source(id, gov24.publication),
          ...desk.attributes(id, 'kr:service_field', subjects),
          ...desk.attributes(id, 'kr:user_kind', parts(said(both, '사용자구분'), '||')),
          ...desk.attributes(id, 'kr:support_kind', parts(said(both, '지원유형'), '||')),
          ...desk.attributes(id, 'kr:application_method', parts(said(both, '신청방법'), '||')),
          ...['법령', '자치법규', '행정규칙'].flatMap((kind) =>
            parts(said(both, kind), '||').map((law) => desk.attribute(id, 'kr:legal_basis', kind, law)),
          ),
          ...(marks ? conditionsOf(id, marks, desk, notes) : []),
        ],
      },
    };
  },
};

/** What a record says, without what it leaves open: another file may say that. */
const present = (record: RawRecord): RawRecord =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== ''));

function agencyDetails(record: RawRecord, name: string, desk: Desk): Record<string, unknown> {
  const code = said(record, '소관기관코드');
  const kind = said(record, '소관기관유형');
  return {
    ...(code && {
      organization_identifiers: [
        {
          id: `agency ${code}`,
          identifier_scheme: 'KR-GOV',
          identifier_type: '행정표준기관코드',
          identifier: code,
        },
      ],
    }),
    ...(kind && { attributes: [desk.attribute(`agency ${name}`, 'kr:agency_kind', kind)] }),
  };
}

/** A name and a number with a slash between them; names may have slashes of their own. */
function phoneEntry(entry: string) {
  const at = entry.lastIndexOf('/');
  return at < 0
    ? { text: entry, description: '' }
    : { text: entry.slice(at + 1).trim(), description: entry.slice(0, at).trim() };
}

function agesIn(marks: RawRecord | undefined, target: string, notes: Notes): Ages {
  const bound = (code: string) => (marks && typeof marks[code] === 'number' ? Number(marks[code]) : null);
  const found = agesOf(bound('JA0110'), bound('JA0111'), notes);
  return Object.keys(found).length > 0 ? found : agesInText(target, notes);
}

function conditionsOf(id: string, marks: RawRecord, desk: Desk, notes: Notes) {
  return Object.entries(conditions).flatMap(([vocabulary, group]) => {
    const choices = Object.keys(group);
    const marked = choices.filter((code) => marks[code] === 'Y');
    notes.column = `${choices[0]}–${choices.at(-1)!.slice(-2)}`;
    if (marked.length === choices.length) {
      notes.repaired(gov24Reasons.all);
      return [];
    }
    if (marked.length > 1 && marked.some((code) => code === 'JA0322' || code === 'JA0410'))
      notes.noted(gov24Reasons.none);
    return desk.attributes(id, vocabulary as Vocabulary, marked);
  });
}
