"""Labels of dates, such as "updated" and "published": regular expressions for text after `folding.fold`."""

UPDATED = (
    "updated|update|modified|edited|revised|aktualisiert|aktualisierung|letzte anderung|geandert|"
    "stand|actualizado|actualizada|actualizacion|modificado|mis a jour|mise a jour|modifie|"
    "atualizado|atualizada|aggiornato|aggiornamento|bijgewerkt|gewijzigd|oppdatert|uppdaterad|"
    "opdateret|paivitetty|aktualizovano|aktualizacja|zaktualizowano|aktualizirano|azurirano|"
    "обновлено|обновлен|оновлено|изменено|guncelleme|guncellendi|guncellenme|güncelleme|更新|更新日|"
    "最終更新|수정|업데이트|تحديث|اخر تحديث|תאריך עדכון|עודכן|ενημερωθηκε|ενημερωση|diperbarui|cap nhat|"
    "frissitve|frissites|modositva|actualizat|reactualizat|актуализирано|actualitzat|eguneratua|"
    "apdeit|به‌روزرساني"
)
"""Labels of the date of an update, in languages that write the label before the date."""

PUBLISHED = (
    "publish|published|publish date|posted|first published|created|issued|released|date|datum|"
    "fecha|data|veroffentlicht|erschienen|erstellt|publicado|publicada|publicacion|publie|publiee|"
    "publication|creado|pubblicato|gepubliceerd|geplaatst|publisert|publicerad|udgivet|julkaistu|"
    "publikovano|opublikowano|objavljeno|опубликовано|опубліковано|дата|yayinlanma|yayinlandi|"
    "giris|公開|公開日|発行|配信|掲載|发布时间|发布|發布|時間|时间|입력|"
    "등록|승인|نشر|نشر في|تاريخ النشر|פורסם|δημοσιευτηκε|"
    "δημοσιευθηκε|dipublikasikan|ngay dang|publicat|megjelent|kozzeteve|publikuar"
)
"""Labels of the date of publication."""
