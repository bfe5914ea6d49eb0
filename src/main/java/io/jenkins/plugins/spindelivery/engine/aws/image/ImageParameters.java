package io.jenkins.plugins.spindelivery.engine.aws.image;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * The images that launch templates name, also those that they name by a parameter of Systems Manager:
 * {@code resolve:ssm:/images/web}, or with a version or label {@code resolve:ssm:/images/web:3}.
 */
final class ImageParameters {
    private static final String PREFIX = "resolve:ssm:";

    /** What AWS itself publishes names images of its own, which nobody else can delete. */
    private static final String OF_AWS = "/aws/service/";

    /** As many as AWS takes in one call. */
    private static final int AT_ONCE = 10;

    private final SsmClient systemsManager;
    private final Map<String, SortedSet<String>> byImage = new TreeMap<>();
    private final Map<String, SortedSet<String>> byParameter = new TreeMap<>();

    ImageParameters(SsmClient systemsManager) {
        this.systemsManager = systemsManager;
    }

    /**
     * Notes a user.
     *
     * @param image an id or a reference to a parameter; {@code null} for none
     * @param user who names it
     */
    void add(String image, String user) {
        if (image == null) {
            return;
        }
        boolean named = image.startsWith(PREFIX);
        String name = named ? image.substring(PREFIX.length()) : image;
        if (!name.startsWith(OF_AWS)) {
            (named ? byParameter : byImage)
                    .computeIfAbsent(name, first -> new TreeSet<>())
                    .add(user);
        }
    }

    /**
     * Reads the parameters.
     *
     * @param users who learns of all that was noted; from a parameter that does not exist nothing can start
     */
    void resolve(ImageUsers users) {
        byImage.forEach((image, names) -> names.forEach(user -> users.add(image, user)));
        List<String> plain = new ArrayList<>();
        for (String name : byParameter.keySet()) {
            // Of one with a version, a label or an ARN the answer may say another name.
            if (name.contains(":")) {
                read(List.of(name), users);
            } else {
                plain.add(name);
            }
        }
        Batches.of(plain, AT_ONCE).forEach(part -> read(part, users));
    }

    private void read(List<String> names, ImageUsers users) {
        try {
            for (Parameter parameter :
                    systemsManager.getParameters(ask -> ask.names(names)).parameters()) {
                String asked = names.size() == 1 ? names.get(0) : parameter.name();
                byParameter.get(asked).forEach(user -> users.add(parameter.value(), user));
            }
        } catch (AwsFault e) {
            if (e.passing()) {
                throw e;
            }
            if (names.size() > 1) {
                // One that may not be read, or a malformed name, refuses them all.
                names.forEach(name -> read(List.of(name), users));
            } else {
                byParameter.get(names.get(0)).forEach(user -> users.unread(user + " (" + names.get(0) + ")"));
            }
        }
    }
}
