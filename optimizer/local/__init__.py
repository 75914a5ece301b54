"""The bundled model: fetched, checked, served on the loopback by a process of its own."""
