"""The demo estate: data only. `estate.json` is AWS's JSON, `faults.toml` what is wrong with it."""
