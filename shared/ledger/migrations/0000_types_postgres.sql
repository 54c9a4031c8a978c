-- Text that compares by its bytes, whatever the cluster's locale: keys and civil dates must order alike everywhere.
CREATE DOMAIN ctext AS text COLLATE "C";
