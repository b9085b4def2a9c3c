import { ObjectType } from 'type-graphql';
import { columns } from '../access/columns.js';
import { open } from '../access/grants.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/region.js';

const validFrom = [open, '시작일. The day since which the code is valid.'] as const;
const validUntil = [open, '폐지일. The first day on which it is valid no more; null while it is.'] as const;

@ObjectType({
  description:
    '행정구역. 공식 코드 목록에 있는 시·도나 시·군·구입니다. A province, a district (시·군·구) or a unit of one, as the official list of codes has it.',
})
export class District extends columns(tables.districtCodes, {
  code: [open, '행정구역 코드. Ten digits.'],
  districtId: [open, '시·군·구 코드. Its first five digits: what every argument calls a district by.'],
  kind: [open, '유형. What kind of area it is.'],
  name: [open, '이름. Its name, with the city before that of a unit.'],
  provinceName: [open, '시·도 이름. Name of the province; of a province its own.'],
  parentId: [open, '상위 코드. Five digits of what it belongs to; null of a province.'],
  validFrom,
  validUntil,
  successors: [open, '바뀐 코드. Five digits of each that it became, where that is known.'],
}) {}

@ObjectType({
  description:
    '행정동. 공식 코드 목록에 있는 행정동입니다. An administrative dong, as the official list of codes has it.',
})
export class Dong extends columns(tables.dongCodes, {
  code: [open, '행정동 코드. Ten digits: what every argument calls a dong by.'],
  districtId: [open, '시·군·구 코드. Five digits of its district.'],
  name: [open, '이름. Its name.'],
  districtName: [open, '시·군·구 이름. Names of the province and the district.'],
  validFrom,
  validUntil,
}) {}

export const DistrictConnection = connectionOf(District, 'District', '행정구역');
export const DongConnection = connectionOf(Dong, 'Dong', '행정동');
