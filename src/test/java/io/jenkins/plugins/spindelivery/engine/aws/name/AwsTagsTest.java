package io.jenkins.plugins.spindelivery.engine.aws.name;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class AwsTagsTest {

    @Test
    public void whatFitsStaysAsItIs() {
        assertEquals("shop/web#12", AwsTags.fitting("shop/web#12"));
        String longest = "x".repeat(256);
        assertEquals(longest, AwsTags.fitting(longest));
    }

    @Test
    public void whatIsTooLongKeepsItsBeginningAndItsEnd() {
        String fitting = AwsTags.fitting("a".repeat(200) + "b".repeat(200));
        assertEquals("a".repeat(127) + "..." + "b".repeat(126), fitting);
    }

    @Test
    public void aCharacterIsNotCutInTwo() {
        String fitting = AwsTags.fitting("\uD83D\uDE80".repeat(300));
        assertEquals(256, fitting.codePointCount(0, fitting.length()));
        assertEquals("\uD83D\uDE80".repeat(127) + "..." + "\uD83D\uDE80".repeat(126), fitting);
    }
}
