-- SPDX-License-Identifier: EUPL-1.2
-- Whose incidents, newest first.
CREATE INDEX incident_lead ON incident (lead, id);
