/** Tests of the driver: what survives restarts, crashes and impatience, and what is taken back. */
package io.jenkins.plugins.spindelivery.delivery;
