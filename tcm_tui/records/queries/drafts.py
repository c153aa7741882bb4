"""What was typed into forms and not saved. A draft is its writer's own: the subject is kept with who it was."""

ALL = 'SELECT form, subject, "values", at FROM drafts ORDER BY at DESC, form, subject'

ONE = 'SELECT form, subject, "values", at FROM drafts WHERE form = :form AND subject = :subject'
