import * as enums from '../database/tables/enums.js';

/** The data classes, in the order of their bits. */
export const dataClasses = enums.dataClass.enumValues;
export type DataClass = (typeof dataClasses)[number];
export const bases = enums.basis.enumValues;
export type Basis = (typeof bases)[number];
/** The bases of those who serve a household, and those by which it is shared with others. */
export const servingBases: readonly Basis[] = ['CONTROLLER', 'BREAK_GLASS'];
export const sharingBases: readonly Basis[] = ['CONSENT', 'REFERRAL'];
export type Purpose = (typeof enums.purpose.enumValues)[number];

/** A set of classes as one number, as the database hands it over with a page. */
export type ClassMask = number;
/** The bit of a class in masks, here and in SQL (`hamkke.class_bit`). */
export const bit = (dataClass: DataClass): ClassMask => 1 << dataClasses.indexOf(dataClass);
/** Classes as one number. */
export const maskOf = (classes: readonly DataClass[]): ClassMask =>
  classes.reduce((mask, each) => mask | bit(each), 0);
/** The classes of a mask. */
export const classesIn = (mask: ClassMask): DataClass[] => dataClasses.filter((each) => mask & bit(each));
/** The bases of a mask; see `hamkke.basis_bit`. */
export const basesIn = (mask: number): Basis[] => bases.filter((_, at) => mask & (1 << at));

export const every: readonly DataClass[] = dataClasses;
/** Every class but these. */
export const but = (...left: DataClass[]) => dataClasses.filter((each) => !left.includes(each));

/** The classes that have rows of the household as a whole, which the head's consent opens. */
export const householdClasses: readonly DataClass[] = ['SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY'];
/** What nobody has by serving a household, not even in an emergency: where somebody hides, and what the police found. */
export const mostGuarded: readonly DataClass[] = ['SAFE_LOCATION', 'INVESTIGATION'];
/** The classes that a note can be of: what is a name, an address or a number has a field of its own. */
export const noteClasses = but('SUMMARY', 'IDENTITY', 'CONTACT', 'UNIQUE_ID', ...mostGuarded);
/** What nobody can agree to share, whatever the paper says. */
export const neverShareable: readonly DataClass[] = ['INVESTIGATION'];

/** What goes with a referral that the result of a screening suggests, unless somebody says otherwise. */
export const proposalClasses: readonly DataClass[] = ['IDENTITY', 'CONTACT', 'MENTAL_HEALTH'];

type NeedDomain = (typeof enums.needDomain.enumValues)[number];

/** The class of what is recorded about a part of life: that of the same name, FAMILY for daily living and social life. */
export const classOfDomain = (domain: NeedDomain): DataClass =>
  domain === 'DAILY_LIVING' || domain === 'SOCIAL' ? 'FAMILY' : domain;
