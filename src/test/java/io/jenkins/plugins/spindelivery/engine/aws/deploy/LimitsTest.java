package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

/** Names and tags that AWS would refuse are told before anything is made. */
public class LimitsTest {

    private static List<String> problems(String application, String madeFor, Map<String, String> tags) {
        LaunchSettings launch = new LaunchSettings("ami-1", "t3.micro", "", List.of(), "", "", List.of(), false, false);
        GroupSettings group =
                new GroupSettings(new Capacity(1, 1, 1), false, null, null, null, null, 0, null, null, tags);
        return new ServerGroupDeployRequest(
                        "test",
                        "eu-central-1",
                        application,
                        "web",
                        "",
                        launch,
                        group,
                        StrategyOptions.of(DeployStrategy.NONE),
                        false,
                        0,
                        madeFor,
                        60)
                .problems().stream().map(problem -> problem.message()).toList();
    }

    private static Map<String, String> tags(int count) {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            tags.put("key-" + i, "value");
        }
        return tags;
    }

    @Test
    public void aClusterHasAtMostAsManyCharactersAsLeaveRoomInTheNameOfALaunchTemplate() {
        String longest = "a".repeat(119 - "-web".length());
        assertEquals(List.of(), problems(longest, "", Map.of()));
        assertEquals(
                List.of("The cluster's name a" + longest + "-web has 120 characters, but at most 119 are possible: AWS "
                        + "takes 128 for the name of a launch template, of which 9 tell deploys apart. Choose a shorter "
                        + "application, stack or detail."),
                problems("a" + longest, "", Map.of()));
    }

    @Test
    public void theDeploysOwnTagsCount() {
        assertEquals(List.of(), problems("shop", "shop #7", tags(45)));
        assertEquals(List.of(), problems("shop", "", tags(46)));
        assertEquals(
                List.of(
                        "There are 46 tags, but at most 45 are possible: AWS takes 50, of which 5 are made by the deploy. "
                                + "Leave some out."),
                problems("shop", "shop #7", tags(46)));
        Map<String, String> named = tags(45);
        named.put(AwsTags.NAME, "mine");
        assertEquals(List.of(), problems("shop", "shop #7", named));
    }

    @Test
    public void keysAndValuesAreMeasuredInCharacters() {
        assertEquals(List.of(), problems("shop", "", Map.of("k".repeat(128), "\uD83D\uDE80".repeat(256))));
        assertEquals(
                List.of("The tag key \"" + "k".repeat(129)
                        + "\" has 129 characters, but AWS takes 1 to 128. Choose another " + "key."),
                problems("shop", "", Map.of("k".repeat(129), "")));
        assertEquals(
                List.of("The tag key \"\" has 0 characters, but AWS takes 1 to 128. Choose another key."),
                problems("shop", "", Map.of("", "value")));
        assertEquals(
                List.of("The value of the tag team has 257 characters, but AWS takes at most 256. Shorten it."),
                problems("shop", "", Map.of("team", "v".repeat(257))));
    }

    @Test
    public void keysOfOthersAreRefusedInAnyCase() {
        for (String key : List.of("aws:x", "AWS:x", "spin-delivery:x")) {
            assertEquals(
                    List.of("The tag " + key + " can't be set: tags that begin with spin-delivery: or aws: are made by "
                            + "others. Choose another key."),
                    problems("shop", "", Map.of(key, "")));
        }
    }

    @Test
    public void whomItIsMadeForIsShortenedInsteadOfRefused() {
        assertEquals(List.of(), problems("shop", "folder/".repeat(60) + "shop#7", Map.of()));
    }
}
