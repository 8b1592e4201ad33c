"""Papers that were issued (登记印发): kept byte for byte, handed out again, compared with today."""
