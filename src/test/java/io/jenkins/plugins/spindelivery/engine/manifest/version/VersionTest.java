package io.jenkins.plugins.spindelivery.engine.manifest.version;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Optional;
import org.junit.Test;

public class VersionTest {

    @Test
    public void versionsHaveThreeDigitsAndDoNotWrap() {
        assertEquals("v000", Version.FIRST.toString());
        assertEquals("v042", new Version(42).toString());
        assertEquals("v999", new Version(999).toString());
        assertEquals("v1000", new Version(999).next().toString());
        assertEquals("web-v001", Version.FIRST.next().nameOf("web"));
    }

    @Test
    public void onlyVAndDigitsAreAVersion() {
        assertEquals(Optional.of(new Version(0)), Version.parse("v000"));
        assertEquals(Optional.of(new Version(7)), Version.parse("v7"));
        assertEquals(Optional.of(new Version(1000)), Version.parse("v1000"));
        for (String none : new String[] {"v0abcde", "v-20", "abc", "", "v", "V001", "001", " v001", "v99999999999"}) {
            assertEquals(none, Optional.empty(), Version.parse(none));
        }
        assertEquals(Optional.empty(), Version.parse(null));
    }

    @Test
    public void noVersionIsNegative() {
        assertThrows(IllegalArgumentException.class, () -> new Version(-1));
    }
}
