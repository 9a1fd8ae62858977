"""The meeting brief of the member council: what it holds, taken from the store, without any layout."""
