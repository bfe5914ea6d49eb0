package io.jenkins.plugins.spindelivery.job;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import jenkins.model.item_category.ItemCategory;

/** The part of <em>New Item</em> in which the Delivery pipelines are. */
@Extension(ordinal = 1)
public final class NewPipelines extends ItemCategory {
    static final String ID = "spin-delivery";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayName() {
        return Words.of("job.new-category");
    }

    @Override
    public String getDescription() {
        return Words.of("job.new-category-description");
    }

    @Override
    public int getMinToShow() {
        return 1;
    }
}
