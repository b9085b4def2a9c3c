set local role hamkke_keeper;

/*
 * Whether a code is of a dong of a district, or of a unit of it: by its first digits, and where the official
 * list of that district was loaded, as one that is valid today.
 */
create or replace function hamkke.is_dong_of(p_district text, p_dong text) returns boolean
stable parallel safe language sql as $$
  select exists (select from districts d where d.id = left(p_dong, 5) and p_district in (d.id, d.parent_id))
    and (exists (select from dong_codes c where c.district_id = left(p_dong, 5) and c.code = p_dong
        and hamkke.today() >= c.valid_from and coalesce(hamkke.today() < c.valid_until, true))
      or not exists (select from dong_codes c where c.district_id = left(p_dong, 5)))
$$;

/*
 * Whether a code is of a zone of a district: a dong of it, or a tong or a ban there, of which there is no
 * list.
 */
create or replace function hamkke.is_zone_of(p_district text, p_zone text) returns boolean
stable parallel safe language sql as $$
  select p_zone ~ hamkke.zone_form() and hamkke.is_dong_of(p_district, split_part(p_zone, '-', 1))
$$;

reset role;
