package io.jenkins.plugins.spindelivery.engine.aws.packer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a run of Packer, in the words of a bake's result. */
public final class PackerOutputs {
    private PackerOutputs() {}

    /**
     * The outputs.
     *
     * @param request what was asked for
     * @param name the image's name, as Packer was told
     * @param images ids by region
     * @return {@code images}, {@code appversion} and {@code deploymentDetails}
     */
    public static Map<String, Object> of(PackerRequest request, String name, Map<String, String> images) {
        List<Object> made = new ArrayList<>();
        List<Object> details = new ArrayList<>();
        images.forEach((region, id) -> {
            Map<String, Object> image = new LinkedHashMap<>();
            image.put("region", region);
            image.put("id", id);
            image.put("name", name);
            image.put("reused", false);
            made.add(image);
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("ami", id);
            detail.put("imageId", id);
            detail.put("imageName", name);
            detail.put("region", region);
            detail.put("cloudProviderType", "aws");
            details.add(detail);
        });
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("images", made);
        outputs.put("appversion", request.appVersion().orElse(""));
        outputs.put("deploymentDetails", details);
        return outputs;
    }
}
