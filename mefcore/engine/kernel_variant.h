/* One variant of the kernel; kernel.c includes this once per instruction set, with VARIANT naming it and WIDTH the
 * floats in one of its registers. */

/* sum += w_k * I_k over `count` values of K frames; K is a constant wherever this is inlined.  A weight comes in two
 * parts: the sum of coarse * integer is exact in float, and that of fine * integer too small for its rounding to
 * matter, so that 16-bit results are as good with nine frames as with one.  Float frames gain nothing from that, and
 * infinity times a fine part of zero would be NaN.
 */
#define DEFINE_SUM(T, NAME, SPLIT)                                                                                    \
INLINE void VARIANT(sum_##NAME)(const T *const *src, const Weight *w, const int k, const int more, float *sum,        \
                                size_t count) {                                                                       \
    for (size_t i = 0; i < count; i++) {                                                                              \
        float fine = more ? sum[i] : 0.0f, coarse = 0.0f;                                                             \
        for (int j = 0; j < k; j++) {                                                                                 \
            const float value = (float)src[j][i];                                                                     \
            if (SPLIT) fine += w[j].fine * value;                                                                     \
            coarse += w[j].coarse * value;                                                                            \
        }                                                                                                             \
        sum[i] = coarse + fine;                                                                                       \
    }                                                                                                                 \
}                                                                                                                     \
static void VARIANT(blend_##NAME)(const T *const *src, const Weight *w, int k, float *restrict sum, size_t count) {   \
    for (int j = 0; j < k; j += 4) {                                                                                  \
        const int left = k - j;                                                                                       \
        if (j == 0 && k == 1) VARIANT(sum_##NAME)(src, w, 1, 0, sum, count);                                          \
        else if (j == 0 && k == 2) VARIANT(sum_##NAME)(src, w, 2, 0, sum, count);                                     \
        else if (j == 0 && k == 3) VARIANT(sum_##NAME)(src, w, 3, 0, sum, count);                                     \
        else if (j == 0) VARIANT(sum_##NAME)(src, w, 4, 0, sum, count);                                               \
        else if (left == 1) VARIANT(sum_##NAME)(src + j, w + j, 1, 1, sum, count);                                    \
        else if (left == 2) VARIANT(sum_##NAME)(src + j, w + j, 2, 1, sum, count);                                    \
        else if (left == 3) VARIANT(sum_##NAME)(src + j, w + j, 3, 1, sum, count);                                    \
        else VARIANT(sum_##NAME)(src + j, w + j, 4, 1, sum, count);                                                   \
    }                                                                                                                 \
}
DEFINE_SUM(uint8_t, u8, 1)
DEFINE_SUM(uint16_t, u16, 1)
DEFINE_SUM(float, f32, 0)
#undef DEFINE_SUM

/* How the weights of row y vary within each cell that its pixels read: w = a + b*x + (c + d*x)*z, with x and z from 0
 * to 1, laid down as a, c, b, d for each group.  In double: a weight is off by little more than its own rounding.
 */
static void VARIANT(row_cells)(const Grid *grid, int64_t y, int64_t pixels) {
    const size_t node = (size_t)grid->groups * GROUP, column = node * (size_t)grid->depth;
    const size_t right = grid->width > 1 ? column : 0, deeper = grid->depth > 1 ? node : 0;
    const size_t row = column * (size_t)grid->width, below = grid->height > 1 ? row : 0;
    const size_t wide = cells_along(grid->width), deep = cells_along(grid->depth);
    const double t = grid->row_fraction[y] * grid->scale, s = grid->scale - t;
    /* Columns run from left to right, or from right to left in a mirrored picture. */
    const size_t one = (size_t)grid->column_cell[0] / deep, other = (size_t)grid->column_cell[pixels - 1] / deep;
    const size_t first = one < other ? one : other, last = one < other ? other : one;
#define WIDE(at) __builtin_convertvector(*(const f4u *)(at), d4)
#define NODE(at) (WIDE(at) * s + WIDE((at) + below) * t)
    for (size_t group = 0; group < (size_t)grid->groups; group++) {
        for (size_t x = first; x <= last; x++) {
            const float *p = grid->nodes + (size_t)grid->row_cell[y] * row + x * column + group * GROUP;
            float *cell = grid->cells + CELL * (group * wide + x) * deep;
            d4 near = NODE(p), slope = NODE(p + right) - near;
            for (size_t z = 0; z < deep; z++, cell += CELL) {
                p += deeper;
                const d4 far = NODE(p), far_slope = NODE(p + right) - far;
                *(f4u *)cell = __builtin_convertvector(near, f4);
                *(f4u *)(cell + 4) = __builtin_convertvector(far - near, f4);
                *(f4u *)(cell + 8) = __builtin_convertvector(slope, f4);
                *(f4u *)(cell + 12) = __builtin_convertvector(far_slope - slope, f4);
                near = far;
                slope = far_slope;
            }
        }
    }
#undef NODE
#undef WIDE
}

/* The cell of each of `count` pixels, whose columns lie at `column`, and how far along luma it is in there.  In double:
 * an error of the depth reaches the result times the slope of the weights.
 */
static void VARIANT(depths)(const float *restrict guide, const int32_t *restrict column, int32_t depth,
                            int32_t *restrict cell, float *restrict fz, size_t count) {
    const double top = depth - 1, r = 0.299 * top, g = 0.587 * top, b = 0.114 * top;
    const int32_t last = depth > 1 ? depth - 2 : 0;
    for (size_t i = 0; i < count; i++) {
        double z = guide[3 * i] * r + guide[3 * i + 1] * g + guide[3 * i + 2] * b;
        z = z > 0.0 ? z : 0.0; /* also takes NaN to 0 */
        z = z < top ? z : top;
        int32_t iz = (int32_t)z;
        iz = iz < last ? iz : last;
        fz[i] = (float)(z - iz);
        cell[i] = column[i] + iz;
    }
}

/* The weights of `count` pixels, each three times, as their channels lie; k <= GROUP is a constant.  A weight is
 * stored as four floats; the fourth is overwritten by the next pixel's.
 */
INLINE void VARIANT(slice)(const float *cells, const int32_t *cell, const float *fx, const float *fz, const int k,
                           float (*w)[PLANE], size_t count) {
    for (size_t i = 0; i < count; i++) {
        const float *p = cells + CELL * (size_t)cell[i];
#if WIDTH == 8 /* both powers of z at once */
        const f8 both = *(const f8u *)p + *(const f8u *)(p + 8) * fx[i];
        f4 part[2];
        memcpy(part, &both, sizeof part);
#else
        f4 part[2];
        for (int j = 0; j < 2; j++) part[j] = *(const f4u *)(p + 4 * j) + *(const f4u *)(p + 8 + 4 * j) * fx[i];
#endif
        const f4 weights = part[0] + part[1] * fz[i];
        for (int j = 0; j < k; j++) *(f4u *)(w[j] + 3 * i) = (f4){weights[j], weights[j], weights[j], weights[j]};
    }
}

static void VARIANT(slices)(const float *cells, const int32_t *cell, const float *fx, const float *fz, int k,
                            float (*w)[PLANE], size_t count) {
    if (k == 1) VARIANT(slice)(cells, cell, fx, fz, 1, w, count);
    else if (k == 2) VARIANT(slice)(cells, cell, fx, fz, 2, w, count);
    else if (k == 3) VARIANT(slice)(cells, cell, fx, fz, 3, w, count);
    else VARIANT(slice)(cells, cell, fx, fz, 4, w, count);
}

/* As sum_k above, with a weight for each value.  Its coarse part is what is left of it after adding and taking away
 * 0.75: a multiple of 2^-24, as the coarse part of a weight for all pixels is.
 */
#define DEFINE_WEIGH(T, NAME, SPLIT)                                                                                  \
INLINE void VARIANT(weigh_##NAME)(const T *const *src, const float (*w)[PLANE], const int k, const int more,          \
                                  float *sum, size_t count) {                                                         \
    for (size_t i = 0; i < count; i++) {                                                                              \
        float fine = more ? sum[i] : 0.0f, coarse = 0.0f;                                                             \
        for (int j = 0; j < k; j++) {                                                                                 \
            const float value = (float)src[j][i], weight = w[j][i];                                                   \
            const float high = SPLIT ? (weight + 0.75f) - 0.75f : weight;                                             \
            if (SPLIT) fine += (weight - high) * value;                                                               \
            coarse += high * value;                                                                                   \
        }                                                                                                             \
        sum[i] = coarse + fine;                                                                                       \
    }                                                                                                                 \
}                                                                                                                     \
static void VARIANT(weighs_##NAME)(const T *const *src, const float (*restrict w)[PLANE], int k, int more,            \
                                   float *restrict sum, size_t count) {                                               \
    if (k == 1 && !more) VARIANT(weigh_##NAME)(src, w, 1, 0, sum, count);                                             \
    else if (k == 2 && !more) VARIANT(weigh_##NAME)(src, w, 2, 0, sum, count);                                        \
    else if (k == 3 && !more) VARIANT(weigh_##NAME)(src, w, 3, 0, sum, count);                                        \
    else if (!more) VARIANT(weigh_##NAME)(src, w, 4, 0, sum, count);                                                  \
    else if (k == 1) VARIANT(weigh_##NAME)(src, w, 1, 1, sum, count);                                                 \
    else if (k == 2) VARIANT(weigh_##NAME)(src, w, 2, 1, sum, count);                                                 \
    else if (k == 3) VARIANT(weigh_##NAME)(src, w, 3, 1, sum, count);                                                 \
    else VARIANT(weigh_##NAME)(src, w, 4, 1, sum, count);                                                             \
}
DEFINE_WEIGH(uint8_t, u8, 1)
DEFINE_WEIGH(uint16_t, u16, 1)
DEFINE_WEIGH(float, f32, 0)
#undef DEFINE_WEIGH

/* The blend with the same weights everywhere. */
static void VARIANT(blend)(const Job *job, const void *const *src, float *sum, size_t count) {
    if (job->type_in == TYPE_U8)
        VARIANT(blend_u8)((const uint8_t *const *)src, job->weights, job->k, sum, count);
    else if (job->type_in == TYPE_U16)
        VARIANT(blend_u16)((const uint16_t *const *)src, job->weights, job->k, sum, count);
    else
        VARIANT(blend_f32)((const float *const *)src, job->weights, job->k, sum, count);
}

/* The blend of `pixels` pixels from column x on, with the weights that each reads from the grid. */
static void VARIANT(blend_local)(const Job *job, const void *const *src, int64_t x, float *sum, size_t pixels) {
    const Grid *grid = job->grid;
    _Alignas(64) float w[GROUP][PLANE], fz[BLOCK];
    _Alignas(64) int32_t cell[BLOCK];
    if (grid->depth > 1) VARIANT(blend)(job, src, sum, 3 * pixels);
    else memset(sum, 0, 3 * pixels * sizeof(float));
    VARIANT(depths)(sum, grid->column_cell + x, grid->depth, cell, fz, pixels);
    const size_t cells = CELL * cells_along(grid->width) * cells_along(grid->depth);
    for (int group = 0; group < grid->groups; group++) {
        const int first = group * GROUP, k = job->k - first < GROUP ? job->k - first : GROUP;
        VARIANT(slices)(grid->cells + cells * (size_t)group, cell, grid->column_fraction + x, fz, k, w, pixels);
        const float (*weights)[PLANE] = (const float (*)[PLANE])w;
        if (job->type_in == TYPE_U8)
            VARIANT(weighs_u8)((const uint8_t *const *)src + first, weights, k, group > 0, sum, 3 * pixels);
        else if (job->type_in == TYPE_U16)
            VARIANT(weighs_u16)((const uint16_t *const *)src + first, weights, k, group > 0, sum, 3 * pixels);
        else
            VARIANT(weighs_f32)((const float *const *)src + first, weights, k, group > 0, sum, 3 * pixels);
    }
}

/* Where each of `count` colours lies: its cell (index of the first corner) and its position in the cell. */
static void VARIANT(locate)(const Job *job, const float *restrict rgb, int32_t *restrict cell, float *restrict fr,
                            float *restrict fg, float *restrict fb, size_t count) {
    const int32_t n = job->n, last = n - 2;
    const float top = (float)(n - 1);
    const float sr = job->steps[0], sg = job->steps[1], sb = job->steps[2];
    const float or = job->offset[0], og = job->offset[1], ob = job->offset[2];
    for (size_t i = 0; i < count; i++) {
        float r = rgb[3 * i] * sr - or, g = rgb[3 * i + 1] * sg - og, b = rgb[3 * i + 2] * sb - ob;
        r = r > 0.0f ? r : 0.0f; /* also takes NaN to 0 */
        g = g > 0.0f ? g : 0.0f;
        b = b > 0.0f ? b : 0.0f;
        r = r < top ? r : top;
        g = g < top ? g : top;
        b = b < top ? b : top;
        int32_t ir = (int32_t)r, ig = (int32_t)g, ib = (int32_t)b;
        ir = ir < last ? ir : last;
        ig = ig < last ? ig : last;
        ib = ib < last ? ib : last;
        fr[i] = r - (float)ir;
        fg[i] = g - (float)ig;
        fb[i] = b - (float)ib;
        cell[i] = (ib * n + ig) * n + ir;
    }
}

/* Each result is stored as four floats; the fourth is overwritten by the next one. */
static void VARIANT(trilinear)(const float *restrict lut, int32_t n, const int32_t *restrict cell,
                               const float *restrict fr, const float *restrict fg, const float *restrict fb,
                               float *restrict out, size_t count) {
    const size_t g = 4 * (size_t)n, b = g * (size_t)n;
    for (size_t i = 0; i < count; i++) {
        const float *p = lut + 4 * (size_t)cell[i];
#if WIDTH == 8 /* both neighbours along red at once */
        const f8 c00 = *(const f8u *)p, c10 = *(const f8u *)(p + g);
        const f8 c01 = *(const f8u *)(p + b), c11 = *(const f8u *)(p + b + g);
        const f8 low = c00 + (c01 - c00) * fb[i], high = c10 + (c11 - c10) * fb[i];
        const f8 both = low + (high - low) * fg[i];
        f4 red[2];
        memcpy(red, &both, sizeof red);
#else
        f4 red[2];
        for (int j = 0; j < 2; j++, p += 4) {
            const f4 c00 = *(const f4u *)p, c10 = *(const f4u *)(p + g);
            const f4 c01 = *(const f4u *)(p + b), c11 = *(const f4u *)(p + b + g);
            const f4 low = c00 + (c01 - c00) * fb[i], high = c10 + (c11 - c10) * fb[i];
            red[j] = low + (high - low) * fg[i];
        }
#endif
        *(f4u *)(out + 3 * i) = red[0] + (red[1] - red[0]) * fr[i];
    }
}

static void VARIANT(tetrahedral)(const float *restrict lut, int32_t n, const int32_t *restrict cell,
                                 const float *restrict fr, const float *restrict fg, const float *restrict fb,
                                 float *restrict out, size_t count) {
    int32_t one[BLOCK], two[BLOCK];
    float w0[BLOCK], w1[BLOCK], w2[BLOCK], w3[BLOCK];
    const int32_t dg = n, db = n * n, all = 1 + dg + db;
    for (size_t i = 0; i < count; i++) {
        const float r = fr[i], g = fg[i], b = fb[i];
        const float gb_max = g > b ? g : b, gb_min = g > b ? b : g;
        const float large = r > gb_max ? r : gb_max, small = r < gb_min ? r : gb_min;
        const float inner = r < gb_max ? r : gb_max, middle = inner > gb_min ? inner : gb_min;
        const int32_t gb_first = g > b ? dg : db, gb_second = g > b ? db : dg;
        one[i] = cell[i] + (r > gb_max ? 1 : gb_first);
        two[i] = cell[i] + all - (r < gb_min ? 1 : gb_second);
        w0[i] = 1.0f - large;
        w1[i] = large - middle;
        w2[i] = middle - small;
        w3[i] = small;
    }
    for (size_t i = 0; i < count; i++) {
        const f4 c0 = *(const f4u *)(lut + 4 * (size_t)cell[i]), c1 = *(const f4u *)(lut + 4 * (size_t)one[i]);
        const f4 c2 = *(const f4u *)(lut + 4 * (size_t)two[i]), c3 = *(const f4u *)(lut + 4 * (size_t)(cell[i] + all));
        *(f4u *)(out + 3 * i) = (c0 * w0[i] + c1 * w1[i]) + (c2 * w2[i] + c3 * w3[i]);
    }
}

/* Round `count` values of full scale 1.0 to integers of full scale `scale`; reads and writes up to 7 more. */
static void VARIANT(round)(const float *restrict values, uint16_t *restrict out, int32_t scale, size_t count) {
    /* Adding 1.5 * 2^23 leaves a value, rounded to nearest, in the low bits of the float. */
    const int32_t zero = 0x4B400000, limit = zero + scale;
    for (size_t i = 0; i < count; i += WIDTH) {
        FLOATS v;
        memcpy(&v, values + i, sizeof v);
        v = (FLOATS)((INTS)v & (v > 0.0f)); /* NaN is not */
        const INTS bits = (INTS)(v * (float)scale + 12582912.0f), over = bits > limit;
        const SHORTS low = __builtin_convertvector(((bits & ~over) | (over & limit)) & 0xFFFF, SHORTS);
        memcpy(out + i, &low, sizeof low);
    }
}

static void VARIANT(store)(const float *restrict values, void *restrict out, int32_t type, size_t count) {
    uint16_t integers[3 * BLOCK + 8];
    if (type == TYPE_F32) {
        memcpy(out, values, count * sizeof(float));
    } else if (type == TYPE_U16) {
        const size_t whole = count & ~(size_t)7;
        VARIANT(round)(values, out, 65535, whole);
        VARIANT(round)(values + whole, integers, 65535, count - whole);
        memcpy((uint16_t *)out + whole, integers, (count - whole) * sizeof(uint16_t));
    } else {
        uint8_t *restrict bytes = out;
        VARIANT(round)(values, integers, 255, count);
        for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)integers[i];
    }
}

/* `pixels` <= BLOCK pixels from column x on. */
static void VARIANT(block)(const Job *job, const void *const *src, char *out, int64_t x, size_t pixels) {
    _Alignas(64) float blend[3 * BLOCK + 8], result[3 * BLOCK + 8], fr[BLOCK], fg[BLOCK], fb[BLOCK];
    _Alignas(64) int32_t cell[BLOCK];
    if (job->grid) VARIANT(blend_local)(job, src, x, blend, pixels);
    else VARIANT(blend)(job, src, blend, 3 * pixels);
    if (job->lookup == LOOKUP_NONE) {
        VARIANT(store)(blend, out, job->type_out, 3 * pixels);
        return;
    }
    memset(result + 3 * pixels, 0, 8 * sizeof(float));
    VARIANT(locate)(job, blend, cell, fr, fg, fb, pixels);
    if (job->lookup == LOOKUP_TRILINEAR)
        VARIANT(trilinear)(job->lut, job->n, cell, fr, fg, fb, result, pixels);
    else
        VARIANT(tetrahedral)(job->lut, job->n, cell, fr, fg, fb, result, pixels);
    VARIANT(store)(result, out, job->type_out, 3 * pixels);
}

static void VARIANT(run)(const Job *job) {
    static const int64_t size[] = {3, 6, 12}; /* bytes per pixel of each type */
    const int64_t in = size[job->type_in], to = size[job->type_out];
    const char *rows[MAX_FRAMES];
    const void *src[MAX_FRAMES];
    for (int64_t y = 0; y < job->rows; y++) {
        for (int j = 0; j < job->k; j++) rows[j] = (const char *)job->frames[j] + y * job->strides[j];
        char *out = (char *)job->out + y * job->out_stride;
        if (job->grid) VARIANT(row_cells)(job->grid, y, job->width);
        for (int64_t x = 0; x < job->width; x += BLOCK) {
            const size_t pixels = (size_t)(job->width - x < BLOCK ? job->width - x : BLOCK);
            for (int j = 0; j < job->k; j++) src[j] = rows[j] + x * in;
            VARIANT(block)(job, src, out + x * to, x, pixels);
        }
    }
}
