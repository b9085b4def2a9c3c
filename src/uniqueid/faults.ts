import { asBadInput, asConflict, faults } from '../faults.js';

/** Why a registration number is refused; none of them repeats anything of it. */
export const uniqueIdFaults = faults({
  NOT_A_REGISTRATION_NUMBER: asBadInput(
    '주민등록번호는 생년월일 6자리와 뒤 7자리입니다.\nThat is no registration number: it is six digits of a birth date and seven more.',
  ),
  REGISTRATION_NUMBER_OF_THE_FUTURE: asBadInput(
    '주민등록번호의 생년월일이 오늘보다 뒤입니다.\nThe birth date in that registration number is yet to come.',
  ),
  REGISTRATION_NUMBER_MISTYPED: asBadInput(
    '주민등록번호의 마지막 자리가 맞지 않습니다. 2020년 10월 이후에 받은 번호이면 withoutCheckDigit을 true로 하십시오.\nThe last digit of that registration number does not fit: read it again, and if it was given since October 2020 say so by "withoutCheckDigit".',
  ),
  REGISTRATION_NUMBER_IN_ADDRESS: asBadInput(
    '주민등록번호는 주소에 쓰지 말고 POST로 보내십시오.\nA registration number never stands in an address: send it by POST.',
    { field: 'number' },
  ),
  NO_UNIQUE_ID_KEYS: asConflict(
    '이 서버에는 주민등록번호를 암호화할 키가 없습니다.\nThis server has no keys to seal registration numbers with, and so keeps none: see HAMKKE_UNIQUE_ID_KEYS.',
  ),
});
